import type { Locator, Page } from '@playwright/test';
import { expect, test } from './host/fixture.ts';
import { lockedTitle, UNLOCK_MS, unlock } from './support/doors.ts';

const GOOD = 'harbour lantern ninety quilts';

const password = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Password', exact: true });
const again = (page: Page): Locator => page.getByRole('textbox', { name: 'Password again' });
const writtenDown = (page: Page): Locator =>
  page.getByRole('checkbox', { name: 'I have written the password down' });
const create = (page: Page): Locator => page.getByRole('button', { name: 'Create the vault' });
const strength = (page: Page): Locator => page.getByRole('img', { name: /^Strength/ });

test.describe('the first run', () => {
  test.beforeEach(({ secrets }) => {
    secrets.declare(GOOD);
  });

  test('refuses what is weak with words at the field, and asks for a repetition and a promise', async ({
    page,
  }) => {
    await test.step('begins at the password, with nothing judged yet', async () => {
      await expect(password(page)).toBeFocused();
      await expect(strength(page)).toHaveAccessibleName('Strength 0 of 4');
      await expect(page.getByText('A forgotten password cannot be reset')).toBeVisible();
    });
    await test.step('nothing typed', async () => {
      await create(page).click();
      await expect(password(page)).toHaveAccessibleDescription(/^Enter a password/);
      await expect(password(page)).toBeFocused();
    });
    await test.step('too short', async () => {
      await password(page).fill('short');
      await expect(page.getByText('Too short.')).toBeVisible();
      await create(page).click();
      await expect(password(page)).toHaveAccessibleDescription(/until there are 15 characters/);
      await expect(password(page)).toHaveAttribute('aria-invalid', 'true');
    });
    await test.step('long, but easy to guess', async () => {
      await password(page).fill('aaaaaaaaaaaaaaaa');
      await expect(page.getByText('Weak.')).toBeVisible();
      await expect(strength(page)).toHaveAccessibleName('Strength 1 of 4');
      await create(page).click();
      await expect(password(page)).toHaveAccessibleDescription(/harder to guess/);
    });
    await test.step('good, but not repeated', async () => {
      await password(page).fill(GOOD);
      await expect(page.getByText(/^\d+ bits$/)).toBeVisible();
      await expect(strength(page)).toHaveAccessibleName(/Strength [34] of 4/);
      await create(page).click();
      await expect(again(page)).toHaveAccessibleDescription(/once more/);
      await again(page).fill(`${GOOD}!`);
      await again(page).blur();
      await expect(again(page)).toHaveAccessibleDescription(/The two passwords differ/);
    });
    await test.step('what was typed is shown only as long as it is asked to be', async () => {
      await expect(password(page)).toHaveAttribute('type', 'password');
      await page.getByRole('button', { name: 'Show password' }).first().click();
      await expect(password(page)).toHaveAttribute('type', 'text');
      await page.getByRole('button', { name: 'Hide password' }).click();
      await expect(password(page)).toHaveAttribute('type', 'password');
    });
    await test.step('repeated, but not written down', async () => {
      await again(page).fill(GOOD);
      await create(page).click();
      await expect(writtenDown(page)).toHaveAccessibleDescription(/Write the password down first/);
      await expect(writtenDown(page)).toBeFocused();
      await expect(password(page)).toHaveValue(GOOD);
    });
  });

  test('makes a vault of the suggested words, which opens after a restart by them alone', async ({
    start,
    secrets,
  }) => {
    const app = await start();
    const page = await app.window();
    const card = page.getByRole('region', { name: 'Suggested words' });
    const words = card.getByText(/^[a-z]+( [a-z-]+){6}$/);

    await test.step('other words can be had, and are taken into both fields', async () => {
      const first = await words.textContent();
      await card.getByRole('button', { name: 'Suggest other words' }).click();
      await expect(words).not.toHaveText(first ?? '');
      await expect(card.getByText(/Seven random words, \d+ bits/)).toBeVisible();
      await card.getByRole('button', { name: 'Use this' }).click();
    });
    const chosen = (await words.textContent()) ?? '';
    secrets.declare(chosen);
    await expect(password(page)).toHaveValue(chosen);
    await expect(again(page)).toHaveValue(chosen);
    await expect(card.getByText('Write it down before you go on.')).toBeVisible();
    await expect(strength(page)).toHaveAccessibleName('Strength 4 of 4');

    await test.step('a promise about words that were exchanged does not hold for the new ones', async () => {
      await writtenDown(page).check();
      await card.getByRole('button', { name: 'Suggest other words' }).click();
      await expect(writtenDown(page)).not.toBeChecked();
    });
    const owner = (await words.textContent()) ?? '';
    secrets.declare(owner);
    await expect(password(page)).toHaveValue(owner);

    await test.step('the vault is made, open and empty', async () => {
      await writtenDown(page).check();
      await create(page).click();
      await expect(create(page)).toHaveAttribute('aria-busy', 'true');
      const empty = page.getByRole('heading', { name: 'The vault is open and empty' });
      await expect(empty).toBeVisible({ timeout: UNLOCK_MS });
      for (const start of ['Import .env', 'Add a key']) {
        await expect(page.getByRole('button', { name: start })).toBeVisible();
      }
    });

    await test.step('a restart asks for it', async () => {
      await app.close();
      const next = await (await start()).window();
      await expect(lockedTitle(next)).toBeVisible();
      await unlock(next, owner);
      await expect(
        next.getByRole('heading', { name: 'The vault is open and empty' }),
      ).toBeVisible();
    });
  });
});
