import type { Page } from '@playwright/test';
import { expect, test } from './host/fixture.ts';
import { passwordField, UNLOCK_MS } from './support/doors.ts';
import { expectFocus, tabTo } from './support/keyboard.ts';
import {
  clipboardText,
  list,
  row,
  search,
  sheet,
  sheetTitle,
  toasts,
  valueOf,
} from './support/open-window.ts';
import { OWNER_PASSWORD } from './support/seed.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('textbox', { name, exact: true });

test.describe('by keyboard alone, from nothing', () => {
  test('first run, two keys, search, copy, lock, wrong password, unlock', async ({
    app,
    page,
    secrets,
  }) => {
    test.slow();
    const { keyboard } = page;
    secrets.declare('igk-by-hand', 'brass-by-hand', 'oai-by-hand', 'not the words');

    const words = await test.step('first run: the suggested words', async () => {
      await expectFocus(page.getByRole('textbox', { name: 'Password', exact: true }));
      await tabTo(page, button(page, 'Use this'));
      await keyboard.press('Enter');
      const again = page.getByRole('textbox', { name: 'Password again' });
      await expect(again).not.toHaveValue('');
      await tabTo(page, page.getByRole('checkbox', { name: /^I have written/ }));
      await keyboard.press('Space');
      await tabTo(page, button(page, 'Create the vault'));
      const chosen = await again.inputValue();
      secrets.declare(chosen);
      await keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: 'The vault is open and empty' })).toBeVisible({
        timeout: UNLOCK_MS,
      });
      return chosen;
    });

    await test.step('a key of IG', async () => {
      await tabTo(page, page.getByRole('button', { name: 'Add a key' }));
      await keyboard.press('Enter');
      await expectFocus(page.getByRole('combobox', { name: 'Whose key is it?' }));
      await keyboard.type('ig');
      await keyboard.press('Enter');
      await expectFocus(field(page, 'API key'));
      await keyboard.type('igk-by-hand');
      await tabTo(page, field(page, 'Username'));
      await keyboard.type('mk');
      await tabTo(page, field(page, 'Password'));
      await keyboard.type('brass-by-hand');
      await keyboard.press('Enter');
      await expect(sheetTitle(page, 'ig-paper')).toBeVisible();
      await expectFocus(search(page));
    });

    await test.step('a key of OpenAI', async () => {
      await keyboard.press('Control+n');
      await keyboard.type('openai');
      await keyboard.press('Enter');
      await expectFocus(field(page, 'API key'));
      await keyboard.type('oai-by-hand');
      await keyboard.press('Control+Enter');
      await expect(sheetTitle(page, 'openai')).toBeVisible();
      await expectFocus(search(page));
    });

    await test.step('search and copy', async () => {
      await keyboard.type('ig pap');
      await keyboard.press('ArrowDown');
      await expect(sheetTitle(page, 'ig-paper')).toBeVisible();
      await keyboard.press('Control+c');
      await expect(toasts(page)).toContainText('Copied. Clears in 30 s');
      expect(await clipboardText(app)).toBe('igk-by-hand');
    });

    await test.step('lock, a wrong password, unlock', async () => {
      const locked = await app.nextWindow(() => app.press('Control+l'));
      await expectFocus(passwordField(locked));
      expect(await clipboardText(app)).toBe('');
      await locked.keyboard.type('not the words');
      await locked.keyboard.press('Enter');
      await expect(passwordField(locked)).toHaveAccessibleDescription(/^That is not the password/, {
        timeout: UNLOCK_MS,
      });
      await expectFocus(passwordField(locked));
      await locked.keyboard.type(words);
      await locked.keyboard.press('Enter');
      await expect(list(locked).getByRole('option')).toHaveText([/ig-paper/, /openai/], {
        timeout: UNLOCK_MS,
      });
      await expectFocus(search(locked));
    });
  });
});

test.describe('by keyboard alone, in a vault that is there', () => {
  test.use({ vault: 'sample' });

  test('edit, remove and undo, palette, audit trace', async ({ page }) => {
    test.slow();
    const { keyboard } = page;
    await expectFocus(passwordField(page));
    await keyboard.type(OWNER_PASSWORD);
    await keyboard.press('Enter');
    await expect(search(page)).toBeFocused({ timeout: UNLOCK_MS });

    await test.step('edit: from the search to the record, and back to it', async () => {
      await keyboard.type('ig-demo');
      await keyboard.press('Enter');
      await expect(sheetTitle(page, 'ig-demo')).toBeVisible();
      await expect(page.getByRole('region', { name: /^ig-demo/ })).toBeFocused();
      await keyboard.press('Control+e');
      await expectFocus(field(page, 'Name'));
      await tabTo(page, field(page, 'Account'));
      await keyboard.press('Control+a');
      await keyboard.type('NEW7');
      await keyboard.press('Control+s');
      await expect(valueOf(page, 'Account')).toHaveText('NEW7');
      await expect(page.getByRole('region', { name: /^ig-demo/ })).toBeFocused();
    });

    await test.step('reveal and hide, without a look at the list', async () => {
      await tabTo(page, button(page, 'Reveal API key'));
      await keyboard.press('Enter');
      await expect(valueOf(page, 'API key')).toHaveText('igk-demo-55aa0f1c7d');
      await expectFocus(button(page, 'Hide API key'));
      await keyboard.press('Space');
      await expect(valueOf(page, 'API key')).not.toContainText('igk');
    });

    await test.step('remove, and undo before it is too late', async () => {
      await keyboard.press('Delete');
      await expect(toasts(page)).toContainText('Removed ig-demo');
      await expectFocus(search(page));
      await tabTo(page, toasts(page).getByRole('button', { name: 'Undo' }));
      await keyboard.press('Enter');
      await expect(sheetTitle(page, 'ig-demo')).toBeVisible();
      await expectFocus(search(page));
    });

    await test.step('the list is one stop, and its arrows choose', async () => {
      await keyboard.press('Escape');
      await expect(search(page)).toHaveValue('');
      await tabTo(page, list(page));
      await keyboard.press('Home');
      await expect(row(page, 'alpaca-paper')).toHaveAttribute('aria-selected', 'true');
      await keyboard.press('End');
      await expect(sheetTitle(page, 'ticks-database')).toBeVisible();
      await keyboard.type('kra');
      await expect(sheetTitle(page, 'kraken-live')).toBeVisible();
      await expectFocus(list(page));
    });

    await test.step('the palette leads to the log', async () => {
      await keyboard.press('Control+k');
      await expectFocus(page.getByRole('combobox', { name: 'Find a secret or an action' }));
      await keyboard.type('audit');
      await keyboard.press('Enter');
      await expect(page.getByRole('main', { name: 'Audit log' })).toBeFocused();
    });

    await test.step('a line of the log and everything under its id', async () => {
      const log = page.getByRole('grid', { name: 'Log entries, newest first' });
      await tabTo(page, log);
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      const trace = page.getByRole('region', { name: /^Everything under/ });
      await expect(trace).toContainText(/\d+ lines?/);
      await keyboard.press('Escape');
      await expect(trace).toBeHidden();
      await expectFocus(log);
    });
    await expect(sheet(page)).toBeHidden();
  });
});
