import type { Locator, Page } from '@playwright/test';
import { expect, test } from './host/fixture.ts';
import { lockedTitle, unlock } from './support/doors.ts';
import { choose, clipboardText, sheetTitle, toasts } from './support/open-window.ts';

test.use({ vault: 'sample' });

const field = (page: Page): Locator =>
  page.getByRole('combobox', { name: 'Find a secret or an action' });
const options = (page: Page): Locator => page.getByRole('dialog').getByRole('option');
const active = (page: Page): Locator => options(page).and(page.locator('[aria-selected="true"]'));
const group = (page: Page, name: string): Locator => page.getByRole('group', { name });

test.describe('the command palette', () => {
  test('finds secrets and verbs by parts and initials, and runs them by keys alone', async ({
    app,
    page,
  }) => {
    await unlock(page);

    await test.step('it opens over whatever is there, and Escape gives the focus back', async () => {
      await expect(page.getByRole('searchbox')).toBeFocused();
      await page.keyboard.press('Control+k');
      await expect(field(page)).toBeFocused();
      await expect(group(page, 'Everywhere').getByRole('option')).toHaveCount(9);
      await page.keyboard.press('Escape');
      await expect(field(page)).toBeHidden();
      await expect(page.getByRole('searchbox')).toBeFocused();
    });

    await test.step('a secret by the initials of its name: Enter copies it, unseen', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('or');
      await expect(group(page, 'Secrets').getByRole('option').first()).toContainText(
        'openai-research',
      );
      await expect(active(page).locator('mark').first()).toHaveText('o');
      await page.keyboard.press('Enter');
      await expect(field(page)).toBeHidden();
      await expect(toasts(page)).toContainText('Clears in 30 s');
      expect(await clipboardText(app)).toBe('oai-sample-7hQ2mX9v');
    });

    await test.step('what was used last comes first', async () => {
      await page.keyboard.press('Control+k');
      await expect(group(page, 'Recent').getByRole('option')).toHaveText([/openai-research/]);
      await expect(active(page)).toContainText('openai-research');
    });

    await test.step('arrows walk round, Tab goes to the next group', async () => {
      await page.keyboard.type('kraken');
      await expect(active(page)).toContainText('kraken-live');
      await expect(active(page)).toContainText('LIVE');
      await page.keyboard.press('Tab');
      const actions = group(page, 'Actions on kraken-live');
      await expect(actions.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
      await expect(actions.getByRole('option').first()).toContainText('Show in the list');
      await page.keyboard.press('ArrowUp');
      await expect(active(page)).toContainText('kraken-live');
      await page.keyboard.press('ArrowUp');
      await expect(options(page).last()).toHaveAttribute('aria-selected', 'true');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(sheetTitle(page, 'kraken-live')).toBeVisible();
    });

    await test.step('a verb by its name leads there, and the key of a verb runs it from here', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('sett');
      await expect(active(page)).toContainText('Settings');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+g');
      await expect(page.getByRole('dialog', { name: 'Generate' })).toBeVisible();
      await page.keyboard.press('Escape');
    });

    await test.step('nothing found says how to search', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('zzzz');
      await expect(page.getByRole('dialog').getByText(/^Nothing by these words/)).toBeVisible();
      await page.keyboard.press('Control+k');
      await expect(field(page)).toBeHidden();
    });

    await test.step('lock is a verb, whatever the secrets are called', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('lock');
      await expect(active(page)).toContainText('Lock');
      const next = await app.nextWindow(() => app.press('Enter'));
      await expect(lockedTitle(next)).toBeVisible();
    });
  });

  test('offers what can be done with the secret that is shown', async ({ page }) => {
    await unlock(page);
    await choose(page, 'ig-live');
    await page.keyboard.press('Control+k');
    const actions = group(page, 'Actions on ig-live');
    await expect(actions.getByRole('option')).toHaveText([
      ...[/^Copy the key/, /^Reveal the key/, /^Edit/, /^Rename/, /^Copy the reference/, /^Remove/],
    ]);
    // On the way to it "re" finds openai-research, which must not become the one that is renamed.
    await page.keyboard.type('re');
    await expect(active(page)).toContainText('openai-research');
    await page.keyboard.type('name');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Rename ig-live' });
    await expect(dialog.getByRole('textbox', { name: 'New name' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });
});
