import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './host/fixture.ts';
import { editDatabase } from '../support/edit-database.ts';
import { openVaultAt } from '../support/vault-fixture.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { lockedTitle, passwordField, tryPassword, unlock, UNLOCK_MS } from './support/doors.ts';
import {
  choose,
  line,
  list,
  row,
  sheet,
  sheetTitle,
  toasts,
  valueOf,
} from './support/open-window.ts';
import { OWNER_PASSWORD } from './support/seed.ts';
import { inVault, stored, storedNames } from './support/stored.ts';

test.use({ vault: 'sample' });

const door = (page: Page, title: string): Locator =>
  page.getByRole('heading', { level: 1, name: title });
const retry = (page: Page): Locator => page.getByRole('button', { name: 'Try again' });

test.describe('a vault that cannot be opened', () => {
  test('is not asked a password for: what happened, what to do, and another try', async ({
    app,
    home,
    start,
  }) => {
    await app.close();
    const { database } = vaultPaths(home);
    const good = join(home, 'copy-of-the-owner.db');
    cpSync(database, good);

    const next = await test.step('a damaged file', async () => {
      writeFileSync(database, 'this is no database at all, and long enough to be looked at');
      const again = await start();
      const page = await again.window();
      await expect(door(page, 'The vault file is damaged')).toBeVisible();
      await expect(page.getByText('What to do')).toBeVisible();
      await expect(page.getByRole('listitem').first()).toContainText('Copy the data folder');
      await expect(page.getByText(home)).toBeVisible();
      await expect(passwordField(page)).toBeHidden();
      await expect(retry(page)).toBeFocused();
      await retry(page).click();
      await expect(page.getByText(/It is still so\./)).toBeVisible();
      await page.getByRole('button', { name: 'Open troubleshooting' }).click();
      await expect
        .poll(async () => (await again.recorded()).deeds.at(-1)?.what)
        .toMatch(/troubleshooting\.md$/);
      return page;
    });

    await test.step('the file of a newer version', async () => {
      cpSync(good, database);
      editDatabase(home, (db) => db.pragma('user_version = 99'));
      await retry(next).click();
      await expect(door(next, 'A newer Strongroom wrote this vault')).toBeVisible();
      await expect(next.getByText(/Install the newest Strongroom/)).toBeVisible();
    });

    await test.step('a file that another program holds', async () => {
      cpSync(good, database);
      const other = openVaultAt(home, { create: false });
      await retry(next).click();
      await expect(door(next, 'The vault is open somewhere else')).toBeVisible({ timeout: 15_000 });
      await other.close();
    });

    await test.step('the copy put back opens as if nothing had been', async () => {
      cpSync(good, database);
      await retry(next).click();
      await expect(lockedTitle(next)).toBeVisible();
      await unlock(next);
      await expect(list(next).getByRole('option')).toHaveCount(13);
    });
  });

  test('while the log cannot be written no password is tried', async ({ page, home }) => {
    await expect(lockedTitle(page)).toBeVisible();
    const { audit } = vaultPaths(home);
    renameSync(audit, `${audit}-away`);
    mkdirSync(join(audit, 'audit.jsonl'), { recursive: true });
    await tryPassword(page, OWNER_PASSWORD);
    await expect(door(page, 'The audit log cannot be written')).toBeVisible({ timeout: UNLOCK_MS });
    rmSync(audit, { recursive: true });
    renameSync(`${audit}-away`, audit);
    await page.getByRole('button', { name: 'Back to the password' }).click();
    await unlock(page);
  });
});

test.describe('a vault that was changed from outside', () => {
  test('is read-only, keeps what is whole readable, and is whole again after the repair', async ({
    app,
    home,
    start,
    secrets,
  }) => {
    test.slow();
    secrets.declare('not the password');
    await app.close();
    // Of one record the value no longer opens, of another not even the name.
    editDatabase(home, (db) => {
      const rows = db
        .prepare('SELECT rowid AS at FROM secrets_metadata ORDER BY created_at, rowid')
        .all() as { readonly at: number }[];
      const flip = (column: string, at: number | undefined) => {
        const found = db
          .prepare(`SELECT ${column} AS cell FROM secrets_metadata WHERE rowid = ?`)
          .get(at) as { readonly cell: Buffer };
        found.cell[40] = (found.cell[40] ?? 0) ^ 1;
        db.prepare(`UPDATE secrets_metadata SET ${column} = ? WHERE rowid = ?`).run(found.cell, at);
      };
      // In the order of their days: ig-live, ig-demo, and at the end telegram-alerts, ticks-database.
      flip('encrypted_value', rows.at(1)?.at);
      flip('encrypted_metadata', rows.at(-1)?.at);
    });
    const again = await start();
    const page = await again.window();
    await unlock(page);
    const banner = page.getByRole('status', { name: 'The vault was changed from outside' });

    await test.step('it says so, and what is whole can be read', async () => {
      await expect(banner).toContainText('read-only until it is repaired');
      await expect(page.getByRole('navigation')).toContainText('Read-only');
      await choose(page, 'ig-live');
      await line(page, 'API key').getByRole('button', { name: 'Reveal API key' }).click();
      await expect(valueOf(page, 'API key')).toHaveText('igk-9f27c1d04be85a63');
    });

    await test.step('a record that does not open says so, and stands alone with it', async () => {
      await row(page, 'ig-demo').click();
      const damage = sheet(page).getByRole('alert');
      await expect(damage).toContainText('The value of this secret is damaged');
      await expect(damage).toContainText(/Correlation[0-9a-f]{8}/);
      await expect(page.getByRole('button', { name: 'Edit', exact: true })).toBeDisabled();
      await list(page)
        .getByRole('option', { name: /^Damaged record/ })
        .click();
      await expect(sheet(page)).toContainText('Not even its name can be read.');
    });

    await test.step('a change is refused with words, and what was typed stays', async () => {
      await choose(page, 'ig-live');
      await page.keyboard.press('Control+e');
      const editor = page.getByRole('dialog', { name: 'Edit ig-live' });
      await editor.getByRole('textbox', { name: 'Account' }).fill('NEW');
      await editor.getByRole('button', { name: 'Save' }).click();
      await expect(editor.getByRole('alert')).toContainText(/changed from outside/);
      await expect(editor.getByRole('textbox', { name: 'Account' })).toHaveValue('NEW');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Discard' }).click();
      await choose(page, 'alpaca-paper');
      await page.keyboard.press('Delete');
      await expect(row(page, 'alpaca-paper')).toBeVisible();
      await expect(toasts(page)).toContainText(/read-only/);
    });

    const repair = page.getByRole('dialog', { name: 'Repair the vault' });
    const password = repair.getByRole('textbox', { name: 'Owner password' });
    await test.step('the repair shows first what goes, and needs the password', async () => {
      await banner.getByRole('button', { name: 'Review' }).click();
      const goes = repair.getByRole('region', { name: 'What does not match' });
      await expect(goes.getByRole('listitem')).toHaveCount(2);
      await expect(goes).toContainText('Secret ig-demo');
      await expect(goes).toContainText(/A secret made on Sep 30, 2026/);
      await password.fill('not the password');
      await password.press('Enter');
      await expect(password).toHaveAccessibleDescription(
        /^That is not the password\. [0-9a-f]{8}/,
        {
          timeout: UNLOCK_MS,
        },
      );
      await password.fill(OWNER_PASSWORD);
      await password.press('Enter');
    });

    await test.step('an untouched copy lies beside it, and everything works again', async () => {
      const done = page.getByRole('dialog', { name: 'The vault is whole again' });
      await expect(done).toBeVisible({ timeout: UNLOCK_MS });
      await expect(done).toContainText('2 entries left the vault.');
      const [copy = ''] = readdirSync(home).filter((name) => /^vault\.db\../.test(name));
      expect(existsSync(join(home, copy))).toBe(true);
      await expect(done).toContainText(copy);
      await done.getByRole('button', { name: 'Close' }).click();
      await expect(banner).toBeHidden();
      await expect(list(page).getByRole('option')).toHaveCount(11);
      await choose(page, 'ig-live');
      await page.keyboard.press('Control+e');
      const editor = page.getByRole('dialog', { name: 'Edit ig-live' });
      await editor.getByRole('textbox', { name: 'Account' }).fill('NEW');
      await page.keyboard.press('Control+s');
      await expect(valueOf(page, 'Account')).toHaveText('NEW');
      await expect(sheetTitle(page, 'ig-live')).toBeVisible();
    });

    await again.close();
    await inVault(home, async (vault) => {
      expect(await storedNames(vault)).toHaveLength(11);
      expect((await stored(vault, 'ig-live')).detail.metadata.account).toBe('NEW');
    });
  });
});
