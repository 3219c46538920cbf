import type { Page } from '@playwright/test';
import type { AppHost } from './host/app-host.ts';
import { utf8 } from '../support/vault-fixture.ts';
import { expect, test } from './host/fixture.ts';
import { ask, idOf, refusalOf, valueOf } from './support/ask.ts';
import { auditLines } from './support/audit-lines.ts';
import { setClocksAhead, tell } from './support/clocks.ts';
import { expectLocked, lock, lockedTitle, passwordField, unlock } from './support/doors.ts';
import { isAlive } from './support/is-alive.ts';
import { choose, clipboardText, line, list, row, toasts } from './support/open-window.ts';
import { OWNER_PASSWORD } from './support/seed.ts';
import { pageProcess } from './support/shell.ts';

test.use({ vault: 'sample' });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The vault is locked and says why, as the log does. */
async function expectCause(page: Page, home: string, why: RegExp, cause: string): Promise<void> {
  await expectLocked(page, why);
  expect(valueOf(await ask(page, 'vault', 'status', {})).locked?.cause).toBe(cause);
  const locks = () => auditLines(home).filter(({ event }) => event === 'vault.lock');
  await expect.poll(() => locks().at(-1)?.ref).toEqual({ cause });
}

test.describe('an open vault locks', () => {
  test('when the machine says that its owner left', async ({ app, page, home }) => {
    test.setTimeout(60_000);
    const causes = [
      ['suspend', /when the computer went to sleep/, 'suspend'],
      ['lock-screen', /together with the screen/, 'screen_lock'],
      ['user-did-resign-active', /when another user came on/, 'user_switch'],
    ] as const;
    let present = page;
    for (const [event, why, cause] of causes) {
      await unlock(present);
      present = await app.nextWindow(() => tell(app, event));
      await expectCause(present, home, why, cause);
    }
    await test.step('where only the state of the screen can be asked for', async () => {
      test.skip(process.platform !== 'linux', 'Others tell of it.');
      await unlock(present);
      present = await app.nextWindow(() => app.setIdle({ seconds: 3, locked: true }));
      await expectCause(present, home, /together with the screen/, 'screen_lock');
    });
  });

  test('when its time is over', async ({ app, page, home }) => {
    test.setTimeout(60_000);
    await unlock(page);
    valueOf(await ask(page, 'settings', 'set', { name: 'lock.idle_minutes', value: '1' }));
    // What the page does by itself is no sign of its owner, and neither is a key that it makes up.
    await setClocksAhead(app, { monotonicMs: 50_000, wallMs: 50_000 });
    valueOf(await ask(page, 'secrets', 'list', {}));
    await page.evaluate(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' })));
    await setClocksAhead(app, { monotonicMs: 61_000, wallMs: 61_000 });
    let present = await app.nextWindow(() => tell(app, 'resume'));
    await expectCause(present, home, /after a while without input/, 'idle');

    await unlock(present);
    await setClocksAhead(app, { monotonicMs: 61_000, wallMs: 61_000 - 6 * MINUTE_MS });
    present = await app.nextWindow(() => tell(app, 'resume'));
    await expectCause(present, home, /because the clock of the computer jumped/, 'clock_jump');

    await unlock(present);
    valueOf(await ask(present, 'settings', 'set', { name: 'lock.idle_minutes', value: '0' }));
    const later = { monotonicMs: 12 * HOUR_MS + 62_000, wallMs: 12 * HOUR_MS - 5 * MINUTE_MS };
    await setClocksAhead(app, later);
    present = await app.nextWindow(() => tell(app, 'resume'));
    await expectCause(present, home, /after 12 hours open/, 'max_age');
  });

  test('not while its owner works, and not for a page that keeps itself busy', async ({
    app,
    page,
  }) => {
    await unlock(page);
    valueOf(await ask(page, 'settings', 'set', { name: 'lock.idle_minutes', value: '1' }));
    for (const ahead of [50_000, 100_000]) {
      await setClocksAhead(app, { monotonicMs: ahead, wallMs: ahead });
      await page.keyboard.press('Shift');
      await expect
        .poll(async () => valueOf(await ask(page, 'vault', 'status', {})).idleLockInMs)
        .toBeGreaterThan(50_000);
    }
    await tell(app, 'resume');
    expect(valueOf(await ask(page, 'vault', 'status', {})).state).toBe('unlocked');
  });
});

test('a lock is done in main before 100 ms are over: state, page and keys at once', async ({
  app,
  page,
}) => {
  await unlock(page);
  await choose(page, 'ig-live');
  const old = await pageProcess(app);
  const seen: { lock: Awaited<ReturnType<typeof lockNow>> | null } = { lock: null };
  const next = await app.nextWindow(async () => {
    seen.lock = await app.evaluate(lockNow, null);
  });
  expect(seen.lock).toEqual({
    tookMs: expect.any(Number),
    pageGone: true,
    fresh: true,
    locked: true,
  });
  expect(seen.lock?.tookMs).toBeLessThan(100);
  await expect.poll(() => isAlive(old)).toBe(false);
  await expect.poll(() => page.isClosed()).toBe(true);
  await expectLocked(next, /when the computer went to sleep/);
});

/** Locks as the machine's going to sleep does, and looks around before anything else can happen. */
function lockNow({ Menu, powerMonitor, webContents }: typeof import('electron')): {
  readonly tookMs: number;
  readonly pageGone: boolean;
  readonly fresh: boolean;
  readonly locked: boolean;
} {
  const [page] = webContents.getAllWebContents();
  const began = performance.now();
  powerMonitor.emit('suspend');
  const tookMs = performance.now() - began;
  const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []);
  const others = webContents.getAllWebContents().filter((contents) => contents !== page);
  return {
    tookMs,
    pageGone: page?.isDestroyed() ?? false,
    fresh: others.length === 1,
    locked: items?.find(({ label }) => label === 'Lock')?.enabled === false,
  };
}

test.describe('a lock', () => {
  test('takes along what was typed, and first carries out what was removed', async ({
    app,
    page,
    home,
  }) => {
    await unlock(page);
    const id = await idOf(page, 'telegram-alerts');
    const { secrets } = valueOf(await ask(page, 'secrets', 'list', {}));
    const expectedVersion = secrets.find((secret) => secret.id === id)?.version ?? 0;
    valueOf(await ask(page, 'secrets', 'remove', { id, expectedVersion }));
    await app.press('Control+n');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await page.getByRole('combobox').fill('IG');
    await page.keyboard.press('Enter');
    await dialog.getByRole('textbox').first().fill('typed-before-the-lock');
    const door = await lock(app);
    await expect(door.getByRole('dialog')).toHaveCount(0);
    expect(await door.content()).not.toContain('typed-before-the-lock');

    await unlock(door);
    await expect(list(door)).toBeVisible();
    await expect(row(door, 'telegram-alerts')).toHaveCount(0);
    await expect(door.getByRole('dialog')).toHaveCount(0);
    expect(refusalOf(await ask(door, 'secrets', 'undoRemove', { id })).code).toBe('not_found');
    const events = auditLines(home).map(({ event }) => event);
    const [removed, locked] = [events.indexOf('secret.remove'), events.lastIndexOf('vault.lock')];
    expect(removed).toBeGreaterThan(0);
    expect(locked).toBeGreaterThan(removed);
  });

  test('ends an unlock that is under way, whoever asks for it', async ({ app, page, home }) => {
    await expect(passwordField(page)).toBeVisible();
    const attempts = () =>
      auditLines(home).filter(
        ({ event, outcome }) => event === 'vault.unlock' && outcome === 'attempt',
      ).length;
    const locks: Readonly<Record<string, () => Promise<unknown>>> = {
      'the page': () => ask(page, 'vault', 'lock', {}),
      sleep: () => tell(app, 'suspend'),
      'the screen': () => tell(app, 'lock-screen'),
      'another user': () => tell(app, 'user-did-resign-active'),
    };
    for (const [by, lockNow] of Object.entries(locks)) {
      await test.step(by, async () => {
        const before = attempts();
        const answer = ask(page, 'vault', 'unlock', { password: utf8(OWNER_PASSWORD) });
        await expect.poll(attempts, { intervals: [5] }).toBe(before + 1);
        await lockNow();
        expect(refusalOf(await answer).code).toBe('locked');
        expect(valueOf(await ask(page, 'vault', 'status', {})).state).toBe('locked');
      });
    }
    await expect(lockedTitle(page)).toBeVisible();
  });
});

/** What lies on the clipboard: type → text. */
function onClipboard(app: AppHost): Promise<Record<string, string>> {
  return app.evaluate(async ({ clipboard }) => {
    const [item] = await clipboard.read();
    const entries = (item?.types ?? []).map(async (type) => {
      const content = await item?.getType(type);
      return [type, content instanceof Blob ? await content.text() : ''] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }, null);
}

const HINT = 'electron application/osclipboard;format="x-kde-passwordManagerHint"';

test.describe('a copied value', () => {
  const password = 'brass-lantern-forty';

  test('is kept out of histories, and goes at its time', async ({ app, page }) => {
    await unlock(page);
    const seconds = { name: 'clipboard.clear_seconds', value: '5' };
    valueOf(await ask(page, 'settings', 'set', seconds));
    await choose(page, 'ig-live');
    await line(page, 'Password').getByRole('button', { name: /^Copy/ }).click();
    await expect(toasts(page).getByText(/5/)).toBeVisible();
    const lies = await onClipboard(app);
    expect(lies['text/plain']).toBe(password);
    if (process.platform === 'linux') expect(lies[HINT]).toBe('secret');
    await expect.poll(() => clipboardText(app), { timeout: 15_000 }).toBe('');
    await expect(toasts(page).getByText(/clears|Copied/)).toHaveCount(0);
  });

  test('goes with a lock, unless something else lies there, and with the app', async ({
    app,
    page,
  }) => {
    await unlock(page);
    const copy = async (on: Page) => {
      const id = await idOf(on, 'ig-live');
      valueOf(await ask(on, 'secrets', 'copy', { id, what: { kind: 'field', field: 'password' } }));
      expect(await clipboardText(app)).toBe(password);
    };
    await copy(page);
    const door = await lock(app);
    await expect.poll(() => clipboardText(app)).toBe('');

    await unlock(door);
    await copy(door);
    await app.evaluate(({ clipboard }) => clipboard.writeText('of another program'), null);
    const again = await lock(app);
    expect(await clipboardText(app)).toBe('of another program');

    await unlock(again);
    await copy(again);
    await app.close();
    test.skip(app.kind === 'electron', 'It lies in the system by then.');
    await expect.poll(async () => (await app.recorded()).copied).toBe('');
  });
});
