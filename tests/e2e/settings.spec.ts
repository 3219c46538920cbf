import type { Locator, Page } from '@playwright/test';
import { expect, test } from './host/fixture.ts';
import { ask, valueOf as replied } from './support/ask.ts';
import {
  expectLocked,
  lock,
  passwordField,
  tryPassword,
  unlock,
  UNLOCK_MS,
} from './support/doors.ts';
import {
  choose,
  line,
  pick,
  row,
  sheet,
  sheetTitle,
  toasts,
  valueOf,
} from './support/open-window.ts';
import { OWNER_PASSWORD } from './support/seed.ts';
import { inVault, stored } from './support/stored.ts';

const NEXT = 'harbour lantern ninety quilts';

test.use({ vault: 'sample' });

async function openSettings(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
}

async function backTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+f');
  await choose(page, name);
}

/** Once main has kept it the control shows it. */
async function set(page: Page, setting: string, choice: string): Promise<void> {
  const control = page.getByRole('combobox', { name: setting });
  await control.selectOption({ label: choice });
  await expect(control.locator('option:checked')).toHaveText(choice);
}

test.describe('the settings of the window', () => {
  test('are seen at once, and still there after a restart', async ({ app, page, start }) => {
    const root = page.locator('html');
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await unlock(page);
    await openSettings(page);

    await test.step('the theme: chosen, or the one of the system', async () => {
      await expect(root).not.toHaveAttribute('data-theme');
      await pick(page, 'Theme', 'Dark');
      await expect(root).toHaveAttribute('data-theme', 'dark');
      expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource, null)).toBe('dark');
      await expect.poll(isDark).toBe(true);
      await pick(page, 'Theme', 'System');
      await expect(root).not.toHaveAttribute('data-theme');
      await expect.poll(isDark).toBe(false);
      await app.setSystemDark(true);
      await expect.poll(isDark).toBe(true);
      await app.setSystemDark(false);
      await pick(page, 'Theme', 'Light');
      await expect(root).toHaveAttribute('data-theme', 'light');
    });

    await test.step('protection of the content', async () => {
      const isProtected = () =>
        app.evaluate(({ BaseWindow }) => BaseWindow.getAllWindows()[0]?.isContentProtected(), null);
      expect(await isProtected()).toBe(true);
      await page.getByRole('switch', { name: 'Hide from screen captures' }).click();
      await expect.poll(isProtected).toBe(false);
    });

    await test.step('the icon in the tray', async () => {
      expect((await app.recorded()).trays).toHaveLength(1);
      await page.getByRole('switch', { name: 'Icon in the system tray' }).click();
      await expect.poll(async () => (await app.recorded()).trays).toEqual([]);
      await page.getByRole('switch', { name: 'Icon in the system tray' }).click();
      await expect.poll(async () => (await app.recorded()).trays).toHaveLength(1);
    });

    await test.step('the language, everywhere: page, menu, tray', async () => {
      await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Deutsch' });
      await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible();
      await expect(root).toHaveAttribute('lang', 'de');
      const { trays } = await app.recorded();
      expect(trays).toMatchObject([{ toolTip: 'Strongroom, entsperrt' }]);
      expect(trays[0]?.menu).toContain('Sperren');
      const menu = await app.evaluate(
        ({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label),
        null,
      );
      expect(menu).toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Hilfe']);
      await page.getByRole('button', { name: /^Alle Geheimnisse/ }).click();
      await row(page, 'azure-eu').click();
      await expect(row(page, 'azure-eu')).toHaveAccessibleName(/Seit 3 T\. abgelaufen$/);
      await expect(sheet(page)).toContainText('vor 3 Tagen');
      await expect(sheet(page)).toContainText('17. Nov. 2026');
    });

    await test.step('on the locked screen of the next start too', async () => {
      await app.close();
      const again = await start();
      const next = await again.window();
      await expect(next.getByRole('heading', { name: 'Strongroom ist gesperrt' })).toBeVisible();
      await expect(next.locator('html')).toHaveAttribute('data-theme', 'light');
      await expect(next.locator('html')).toHaveAttribute('lang', 'de');
      const isProtected = await again.evaluate(
        ({ BaseWindow }) => BaseWindow.getAllWindows()[0]?.isContentProtected(),
        null,
      );
      expect(isProtected).toBe(false);
    });
  });
});

test.describe('the settings of the vault', () => {
  test('act at once on what they are about', async ({ app, page }) => {
    test.slow();
    await unlock(page);

    await test.step('how long a copied value lies on the clipboard', async () => {
      await openSettings(page);
      await set(page, 'Clear the clipboard', 'After 10 seconds');
      await backTo(page, 'ig-live');
      await page.keyboard.press('Control+c');
      await expect(toasts(page)).toContainText('Copied. Clears in 10 s');
      await toasts(page).getByRole('button', { name: 'Clear now' }).click();
    });

    await test.step('how long a value is shown', async () => {
      await openSettings(page);
      await set(page, 'Hide shown values', 'After 5 seconds');
      await backTo(page, 'ig-live');
      await line(page, 'API key').getByRole('button', { name: 'Reveal API key' }).click();
      await expect(valueOf(page, 'API key')).toHaveText('igk-9f27c1d04be85a63');
      await expect(valueOf(page, 'API key')).not.toContainText('igk', { timeout: 8000 });
    });

    await test.step('how many older values are kept, from the next change on', async () => {
      await openSettings(page);
      const keep = page.getByRole('textbox', { name: 'Older values kept' });
      await keep.fill('many');
      await keep.press('Enter');
      await expect(keep).toHaveAccessibleDescription('Enter a whole number from 0 to 100.');
      await expect(keep).toHaveValue('many');
      await keep.fill('1');
      await keep.press('Enter');
      await expect(page.getByText('Saved', { exact: true })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Reset to 10' })).toBeVisible();
      await backTo(page, 'ig-live');
      const versions = sheet(page).getByRole('table', { name: 'Versions' }).getByRole('rowheader');
      await page.keyboard.press('Control+e');
      await page.getByRole('button', { name: 'Replace API key' }).click();
      await page.keyboard.type('igk-next');
      await page.keyboard.press('Control+s');
      await expect(versions).toHaveText([/^Version 5 Current$/, 'Version 4']);
    });

    await test.step('when an expiry is near', async () => {
      const openai = row(page, 'openai-research').getByText('71 d');
      await expect(openai).toHaveClass('quiet');
      await openSettings(page);
      const days = page.getByRole('textbox', { name: 'Remind before expiry' });
      await days.fill('90, 7');
      await days.blur();
      await expect(page.getByText('Saved', { exact: true })).toBeVisible();
      await backTo(page, 'openai-research');
      await expect(openai).toHaveClass('brass');
      await expect(sheet(page).getByRole('row', { name: /^Next reminder/ })).toContainText(
        'Jan 23, 2027',
      );
    });

    await test.step('what one guess costs: never less than 128 MiB', async () => {
      const refused = await ask(page, 'settings', 'set', { name: 'kdf.memory_mib', value: '64' });
      expect(refused).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
      await openSettings(page);
      const cost = page.getByRole('combobox', { name: 'Cost of each guess' });
      await expect(cost.getByRole('option')).toHaveText([
        ...['128 MiB of memory', '256 MiB of memory', '512 MiB of memory', '1,024 MiB of memory'],
      ]);
      await set(page, 'Cost of each guess', '256 MiB of memory');
    });

    await test.step('when it locks without input', async () => {
      const left = async () =>
        replied(await ask(page, 'vault', 'status', {})).idleLockInMs ?? Infinity;
      expect(await left()).toBeGreaterThan(9 * 60_000);
      await set(page, 'Lock without input', 'Never');
      await expect(page.getByText(/^Whoever sits down here/)).toBeVisible();
      expect(await left()).toBe(Infinity);
      await set(page, 'Lock without input', 'After 1 minute');
      expect(await left()).toBeLessThanOrEqual(60_000);
      const next = await app.nextWindow(() =>
        app.evaluate(({ powerMonitor }) => {
          // A minute passes on the clock that main measures with; the machine's waking makes it look.
          const bigint = process.hrtime.bigint.bind(process.hrtime);
          process.hrtime.bigint = () => bigint() + 61_000_000_000n;
          powerMonitor.emit('resume');
        }, null),
      );
      await expectLocked(next, /after a while without input/);

      await test.step('and the next unlock has the cost that was chosen', async () => {
        // Two derivations, the second with twice the memory.
        await tryPassword(next, OWNER_PASSWORD);
        const harder = next.getByRole('status', { name: 'The password is now harder to guess' });
        await expect(harder).toBeVisible({ timeout: 2 * UNLOCK_MS });
      });
    });
  });

  test('change the password: the old one opens nothing any more', async ({
    app,
    page,
    home,
    secrets,
  }) => {
    test.slow();
    secrets.declare(NEXT, 'not the current one');
    await unlock(page);
    await openSettings(page);
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the owner password' });
    const current = dialog.getByRole('textbox', { name: 'Current password' });
    const next = dialog.getByRole('textbox', { name: 'New password', exact: true });
    const again = dialog.getByRole('textbox', { name: 'New password again' });
    const change: Locator = dialog.getByRole('button', { name: 'Change password' });

    await test.step('a wrong current one is refused, the new one stays typed', async () => {
      await expect(current).toBeFocused();
      await current.fill('not the current one');
      await next.fill(NEXT);
      await again.fill(NEXT);
      await change.click();
      await expect(current).toHaveAccessibleDescription(/^That is not the password\. [0-9a-f]{8}/, {
        timeout: UNLOCK_MS,
      });
      await expect(current).toBeFocused();
      await expect(current).toHaveValue('');
      await expect(next).toHaveValue(NEXT);
    });

    await test.step('the right one changes it, with a new vault key if wanted', async () => {
      await current.fill(OWNER_PASSWORD);
      await dialog.getByRole('checkbox', { name: /make a new vault key/ }).check();
      await change.click();
      await expect(change).toHaveAttribute('aria-busy', 'true');
      await expect(toasts(page)).toContainText('Password changed', { timeout: UNLOCK_MS });
      await expect(dialog).toBeHidden();
    });

    await test.step('the old one is wrong, the new one opens everything', async () => {
      const locked = await lock(app);
      await tryPassword(locked, OWNER_PASSWORD);
      await expect(passwordField(locked)).toHaveAccessibleDescription(/^That is not the password/, {
        timeout: UNLOCK_MS,
      });
      await unlock(locked, NEXT);
      await choose(locked, 'ig-live');
      await line(locked, 'API key').getByRole('button', { name: 'Reveal API key' }).click();
      await expect(valueOf(locked, 'API key')).toHaveText('igk-9f27c1d04be85a63');
    });

    await app.close();
    const { values } = await inVault(home, (vault) => stored(vault, 'ig-demo'), NEXT);
    expect(values['api-key']).toBe('igk-demo-55aa0f1c7d');
  });
});

test.describe('about and shortcuts', () => {
  test('name the version and the folder, open the documents, and list every key', async ({
    app,
    page,
    home,
  }) => {
    await unlock(page);
    await test.step('about', async () => {
      await page.getByRole('button', { name: /^Strongroom:/ }).click();
      await page.getByRole('menuitem', { name: 'About Strongroom' }).click();
      const main = page.getByRole('main');
      await expect(main.getByText(/^Version \d+\.\d+\.\d+$/)).toBeVisible();
      await expect(main.getByText(home)).toBeVisible();
      await expect(
        main.getByText(/^Electron \d+\..*, Chromium \d+\..*, Node\.js \d+\./),
      ).toBeVisible();
      for (const title of ['Start here', 'Threat model', 'Licence']) {
        await main.getByRole('button', { name: title }).click();
      }
      const opened = async () =>
        (await app.recorded()).deeds
          .filter(({ did }) => did === 'openPath')
          .map(({ what }) => what);
      await expect
        .poll(opened)
        .toEqual([
          expect.stringMatching(/\/README\.md$/),
          expect.stringMatching(/\/docs\/threat-model\.md$/),
          expect.stringMatching(/\/LICENSE$/),
        ]);
    });

    await test.step('the shortcuts sheet, from anywhere', async () => {
      await page.keyboard.press('Control+/');
      const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      const terms = shortcuts.getByRole('term');
      await expect(terms.filter({ hasText: 'Command palette' })).toBeVisible();
      expect(await terms.count()).toBeGreaterThanOrEqual(14);
      await expect(shortcuts).toContainText('Lock');
      await shortcuts.getByRole('button', { name: 'Close' }).click();
      await expect(shortcuts).toBeHidden();
    });
    await expect(sheetTitle(page, 'ig-live')).toBeHidden();
  });
});
