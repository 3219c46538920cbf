import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { AppHost } from './host/app-host.ts';
import { expect, test } from './host/fixture.ts';
import { ask, valueOf } from './support/ask.ts';
import { auditLines } from './support/audit-lines.ts';
import { strongroom } from './support/cli.ts';
import { UNLOCK_MS, lockedTitle, passwordField, tryPassword, unlock } from './support/doors.ts';
import { isAlive } from './support/is-alive.ts';
import { row, search } from './support/open-window.ts';
import { OWNER_PASSWORD } from './support/seed.ts';
import {
  chooseInMenu,
  closeWindow,
  menuItems,
  pageProcess,
  webPreferences,
  windowFacts,
} from './support/shell.ts';

test.use({ vault: 'sample' });

const trayWords = async (app: AppHost) =>
  (await app.recorded()).trays.map(({ toolTip }) => toolTip);

/** Items of the menu that do something to an open vault. */
const NEED_AN_OPEN_VAULT = [
  ...['File › New secret', 'File › Import', 'File › Generate a password', 'File › Lock'],
  ...['File › Settings', 'View › Search secrets', 'View › Command palette', 'View › Audit log'],
  ...['Help › Keyboard shortcuts', 'Help › About Strongroom'],
];

/** What the page shows when a command of the menu has reached it. */
const SHOWN_BY: Readonly<Record<string, (page: Page) => Locator>> = {
  'Audit log': (page) => page.getByRole('heading', { name: 'Audit log' }),
  Settings: (page) => page.getByRole('heading', { name: 'Settings', exact: true }),
  'About Strongroom': (page) => page.getByRole('heading', { name: 'About Strongroom' }),
  'Search secrets': search,
  'New secret': (page) => page.getByRole('dialog'),
  'Generate a password': (page) => page.getByRole('dialog'),
  Import: (page) => page.getByRole('dialog'),
  'Command palette': (page) => page.getByRole('dialog'),
  'Keyboard shortcuts': (page) => page.getByRole('dialog'),
};

test('the page has no power that its one factory does not give', async ({ app, page }) => {
  await expect(lockedTitle(page)).toBeVisible();
  const off = Object.fromEntries(
    [
      ...['allowRunningInsecureContent', 'nodeIntegration', 'nodeIntegrationInWorker', 'plugins'],
      ...['nodeIntegrationInSubFrames', 'webviewTag', 'experimentalFeatures', 'spellcheck'],
      ...['navigateOnDragDrop', 'webgl', 'enableWebSQL'],
    ].map((name) => [name, false]),
  );
  const on = { sandbox: true, contextIsolation: true, webSecurity: true, disableDialogs: true };
  expect(await webPreferences(app)).toMatchObject({ ...off, ...on, partition: 'strongroom' });
});

test('menu and tray follow the vault, and a command of the menu reaches the page', async ({
  app,
  page,
}) => {
  const shut = await menuItems(app);
  expect(
    shut
      .filter(({ enabled }) => !enabled)
      .map(({ path }) => path)
      .sort(),
  ).toEqual([...NEED_AN_OPEN_VAULT].sort());
  if (app.kind === 'chromium') expect(await trayWords(app)).toEqual(['Strongroom, locked']);
  await unlock(page);
  const open = await menuItems(app);
  expect(open.filter(({ enabled }) => !enabled)).toEqual([]);
  for (const [label, shown] of Object.entries(SHOWN_BY)) {
    await test.step(label, async () => {
      await chooseInMenu(app, label);
      await expect(shown(page).first()).toBeVisible();
      if (label === 'Search secrets') await expect(search(page)).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });
  }
  await test.step('the owner chooses what is recorded of the screen, by menu and by settings', async () => {
    const isProtected = async () => (await windowFacts(app))?.isProtected;
    const checked = async () =>
      (await menuItems(app)).find(({ path }) => path.endsWith('Hide from screen captures'))
        ?.checked;
    expect([await isProtected(), await checked()]).toEqual([true, true]);
    await chooseInMenu(app, 'Hide from screen captures');
    expect([await isProtected(), await checked()]).toEqual([false, false]);
    await chooseInMenu(app, 'Settings');
    const control = page.getByRole('switch', { name: 'Hide from screen captures' });
    await expect(control).not.toBeChecked();
    await control.click();
    await expect.poll(isProtected).toBe(true);
    expect(await checked()).toBe(true);
  });
  await test.step('locks', async () => {
    const next = await app.nextWindow(() => chooseInMenu(app, 'Lock'));
    await expect(next.getByText(/^You locked it/)).toBeVisible();
    expect((await menuItems(app)).filter(({ enabled }) => !enabled)).toHaveLength(10);
    if (app.kind === 'chromium') expect(await trayWords(app)).toEqual(['Strongroom, locked']);
  });
});

test('the window comes back where it was, and on a display if it was lost', async ({
  start,
  home,
}) => {
  const first = await start();
  await expect(passwordField(await first.window())).toBeVisible();
  expect(await windowFacts(first)).toMatchObject({ title: 'Strongroom', smallest: [480, 600] });
  const bounds = { x: 120, y: 60, width: 900, height: 700 };
  await first.evaluate(({ BaseWindow }, to) => {
    const [window] = BaseWindow.getAllWindows();
    window?.setBounds(to);
    window?.maximize();
  }, bounds);
  await first.close();
  const file = join(home, 'window.json');
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { bounds: object };
  expect(kept.bounds).toEqual({ ...bounds, maximized: true });

  const second = await start();
  await second.window();
  expect(await windowFacts(second)).toMatchObject({ bounds, maximized: true });
  await second.close();
  writeFileSync(
    file,
    JSON.stringify({ ...kept, bounds: { ...bounds, x: 90_000, maximized: false } }),
  );

  const third = await start();
  await third.window();
  const { bounds: placed, maximized } = (await windowFacts(third)) ?? {};
  expect(maximized).toBe(false);
  expect(placed?.x).toBeLessThan(1920);
  expect([placed?.width, placed?.height]).toEqual([900, 700]);
});

test('a second start of the same data folder shows the first window, another folder is another app', async ({
  app,
  page,
  start,
}) => {
  await expect(lockedTitle(page)).toBeVisible();
  await app.evaluate(({ BaseWindow }) => BaseWindow.getAllWindows()[0]?.minimize(), null);
  expect(await windowFacts(app)).toMatchObject({ minimized: true, focused: false });
  const second = await start();
  expect(await second.exited).toBe(0);
  await expect.poll(() => windowFacts(app)).toMatchObject({ minimized: false, focused: true });
  const elsewhere = mkdtempSync(join(tmpdir(), 'strongroom-other-'));
  try {
    const other = await start({ home: elsewhere });
    const first = await other.window();
    await expect(first.getByRole('heading', { name: 'Choose the owner password' })).toBeVisible();
    expect(valueOf(await ask(page, 'vault', 'status', {})).state).toBe('locked');
    await other.close();
    // A first run that was given up leaves nothing that looks like a vault.
    expect(readdirSync(elsewhere).sort()).toEqual(['browser', 'window.json']);
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
});

test.describe('closing the window', () => {
  test('leaves the vault open in the tray and says so once', async ({ app, page }) => {
    test.skip(app.kind === 'electron', 'Electron does not tell of its trays');
    await unlock(page);
    const process = await pageProcess(app);
    await closeWindow(app);
    await expect.poll(() => isAlive(process)).toBe(false);
    expect(await windowFacts(app)).toBeNull();
    expect(await trayWords(app)).toEqual(['Strongroom, unlocked']);
    const notes = async () => (await app.recorded()).deeds.filter(({ did }) => did === 'notify');
    await expect.poll(notes).toHaveLength(1);
    expect((await notes())[0]?.what).toMatch(/^Strongroom is still there\n/);

    const again = await app.nextWindow(() => app.chooseInTray('Open Strongroom'));
    await expect(row(again, 'ig-live')).toBeVisible();
    await closeWindow(app);
    await expect.poll(() => windowFacts(app)).toBeNull();
    expect(await notes()).toHaveLength(1);

    // Locked without a window: the next one begins at the door.
    await app.chooseInTray('Lock');
    await expect.poll(() => trayWords(app)).toEqual(['Strongroom, locked']);
    const door = await app.nextWindow(() => app.chooseInTray('Open Strongroom'));
    await expect(door.getByText(/^You locked it/)).toBeVisible();
    await app.chooseInTray('Quit');
    expect(await app.exited).toBe(0);
  });

  test('is not what a quit does: nothing is said then', async ({ app, page }) => {
    await expect(lockedTitle(page)).toBeVisible();
    await app.close();
    expect(await app.exited).toBe(0);
    const { deeds } = await app.recorded();
    expect(deeds.filter(({ did }) => did === 'notify')).toEqual([]);
  });

  test('ends the app where there is no tray', async ({ app, page, home }) => {
    valueOf(await ask(page, 'app', 'setPreferences', { tray: false }));
    await expect(lockedTitle(page)).toBeVisible();
    expect(await trayWords(app)).toEqual([]);
    await closeWindow(app);
    expect(await app.exited).toBe(0);
    expect(JSON.parse(readFileSync(join(home, 'window.json'), 'utf8'))).toMatchObject({
      tray: false,
    });
  });
});

/** Ends the page's process as a crash does. */
async function crash(app: AppHost): Promise<Page> {
  const process = await pageProcess(app);
  return app.nextWindow(async () => {
    globalThis.process.kill(process, 'SIGKILL');
    await Promise.resolve();
  });
}

test.describe('a page that dies', () => {
  test('locks the vault and shows why; one that always dies ends the app', async ({
    app,
    page,
    home,
  }) => {
    await unlock(page);
    const next = await crash(app);
    await expect(next.getByText(/because the window stopped working/)).toBeVisible();
    expect(valueOf(await ask(next, 'vault', 'status', {})).locked?.cause).toBe('page_crashed');
    const again = await crash(app);
    await expect(lockedTitle(again)).toBeVisible();
    process.kill(await pageProcess(app), 'SIGKILL');
    expect(await app.exited).toBe(0);
    const boxes = async () =>
      (await app.recorded()).deeds.filter(({ did }) => did === 'errorBox').map(({ what }) => what);
    // The host may hear of the end before it hears of what was said last.
    await expect.poll(boxes).toEqual([expect.stringMatching(/^The window cannot be shown\n/)]);
    const events = auditLines(home).filter(({ event }) => event === 'page.gone');
    expect(events.map(({ ref }) => ref['why'])).toEqual(['crashed', 'crashed', 'crashed']);
  });
});

/** The folder of an app that has ended: one file of a vault, and a log that verifies. */
async function expectWhole(home: string): Promise<void> {
  expect(readdirSync(home).filter((name) => name.startsWith('vault.db'))).toEqual(['vault.db']);
  const verified = await strongroom(
    home,
    ['audit', 'verify', '--password-file', '-'],
    OWNER_PASSWORD,
  );
  expect(verified).toMatchObject({ code: 0 });
}

test.describe('an end at any moment leaves a whole folder', () => {
  test('quit while the password is checked', async ({ app, page, home }) => {
    await tryPassword(page, OWNER_PASSWORD);
    await expect
      .poll(() => auditLines(home).some(({ event }) => event === 'vault.unlock'), {
        timeout: UNLOCK_MS,
        intervals: [10],
      })
      .toBe(true);
    await app.close();
    expect(await app.exited).toBe(0);
    await expectWhole(home);
  });

  test('a signal while it is open', async ({ app, page, home }) => {
    await unlock(page);
    process.kill(app.pid, 'SIGTERM');
    expect(await app.exited).toBe(0);
    expect(auditLines(home).at(-1)).toMatchObject({ event: 'vault.lock', ref: { cause: 'quit' } });
    await expectWhole(home);
  });
});
