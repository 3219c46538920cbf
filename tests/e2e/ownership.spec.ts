import { readdirSync } from 'node:fs';
import { expect, test } from './host/fixture.ts';
import { auditLines } from './support/audit-lines.ts';
import { CliRun, strongroom } from './support/cli.ts';
import { lockedTitle, unlock } from './support/doors.ts';
import { row } from './support/open-window.ts';
import { OWNER_PASSWORD } from './support/seed.ts';

const GET = ['get', 'ig-live', '--field', 'password', '--password-file', '-'] as const;
/** Node and the vault's code have to start; the machine may have more to do. */
const STARTS_MS = 5000;
/** So long another process is waited for, by design. */
const WAITS_MS = 5000;

/** What `strongroom status --json` says. */
async function statusOf(home: string): Promise<Readonly<Record<string, unknown>>> {
  const { code, stdout, tookMs } = await strongroom(home, ['status', '--json']);
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(STARTS_MS);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test.describe('the window and the command line share one vault', () => {
  test.use({ vault: 'sample' });

  test('while the window has it a command says so and ends, and works when the window has ended', async ({
    app,
    page,
    home,
  }) => {
    await expect(lockedTitle(page)).toBeVisible();
    await test.step('locked', async () => {
      const facts = { state: 'in_use', problem: 'vault_in_use', failed_attempts: 0 };
      expect(await statusOf(home)).toMatchObject(facts);
    });
    await unlock(page);
    await test.step('open', async () => {
      expect(await statusOf(home)).toMatchObject({ state: 'in_use', secret_count: null });
      const before = auditLines(home).length;
      const refused = await strongroom(home, GET, OWNER_PASSWORD);
      expect(refused).toMatchObject({ code: 6, stdout: '' });
      expect(refused.stderr).toMatch(/window of Strongroom, quit it from its menu or its tray/);
      expect(refused.tookMs).toBeLessThan(WAITS_MS + STARTS_MS);
      // Who does not hold the file writes nothing, and takes nothing away from who does.
      expect(auditLines(home)).toHaveLength(before);
      await expect(row(page, 'ig-live')).toBeVisible();
    });
    await app.close();
    expect(await strongroom(home, GET, OWNER_PASSWORD)).toMatchObject({
      code: 0,
      stdout: 'brass-lantern-forty\n',
    });
    expect(await statusOf(home)).toMatchObject({ state: 'locked', problem: null });
  });

  test('while a command has it the window says so, and opens when the command has ended', async ({
    home,
    start,
  }) => {
    const holding = new CliRun(home, GET);
    await expect.poll(() => statusOf(home), { timeout: 15_000 }).toMatchObject({ state: 'in_use' });
    const app = await start();
    const page = await app.window();
    const title = page.getByRole('heading', { name: 'The vault is open somewhere else' });
    await expect(title).toBeVisible({ timeout: 15_000 });
    expect((await holding.end(OWNER_PASSWORD)).code).toBe(0);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(lockedTitle(page)).toBeVisible({ timeout: 15_000 });
    await unlock(page);
    await expect(row(page, 'ig-live')).toBeVisible();
  });
});

test('a first run that is given up leaves a folder without a vault, and holds nothing meanwhile', async ({
  app,
  page,
  home,
}) => {
  const title = page.getByRole('heading', { name: 'Choose the owner password' });
  await expect(title).toBeVisible();
  expect(await statusOf(home)).toMatchObject({ state: 'uninitialized', problem: null });
  await app.close();
  expect(readdirSync(home).sort()).toEqual(['browser', 'window.json']);
  expect(await statusOf(home)).toMatchObject({ state: 'uninitialized', problem: null });
});
