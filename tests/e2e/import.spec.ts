import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './host/fixture.ts';
import { unlock } from './support/doors.ts';
import { choose, list, row, sheetTitle, valueOf } from './support/open-window.ts';
import { inVault, stored, storedNames } from './support/stored.ts';

const PYTHON_STORE = resolve(import.meta.dirname, '..', 'samples', 'python-store.db');
const PYTHON_PASSWORD = 'correct horse battery staple 9!';

const ENV = `# keys of the old desk
OPENAI_API_KEY=oai-from-a-file   # the research one
export ALPACA_PAPER_KEY="alp-from-a-file"
IG_PASSWORD='pä§§ # $wörd '
TELEGRAM-ALERTS=taken already
TWICE=first
TWICE=second
this line is none
`;
const JSON_FILE = JSON.stringify({
  secrets: [
    {
      name: 'Dropped',
      kind: 'broker',
      fields: { key_id: { value: 'PK-dropped', concealed: false }, secret: 'sk-dropped' },
      tags: ['bot'],
      environment: 'paper',
    },
    { name: 'ig-demo', kind: 'broker', fields: { secret: 'another one' } },
  ],
});

test.use({ vault: 'sample' });

const table = (page: Page): Locator => page.getByRole('grid', { name: 'What the file holds' });
/** What the preview says about a name. */
const said = (page: Page, name: string): Locator =>
  table(page).locator('tbody').getByRole('row').filter({ hasText: name });

/** Lets files fall on the window, as a file manager does. */
async function drop(
  page: Page,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<void> {
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, text } of given) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer });
  await expect(page.getByText('Drop to import')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer });
  await expect(page.getByText('Drop to import')).toBeHidden();
}

test.describe('an import', () => {
  test('of a chosen .env shows what would happen, and does only that', async ({
    app,
    page,
    home,
    secrets,
  }) => {
    secrets.declare('oai-from-a-file', 'alp-from-a-file', 'pä§§ # $wörd ', 'sk-dropped');
    const folder = mkdtempSync(join(tmpdir(), 'strongroom-import-'));
    const file = join(folder, 'trading.env');
    writeFileSync(file, ENV);
    await unlock(page);

    const dialog = page.getByRole('dialog');
    await test.step('a cancelled dialog changes nothing', async () => {
      await page.keyboard.press('Control+i');
      await app.answerDialog('showOpenDialog', { canceled: true, filePaths: [] });
      await dialog.getByRole('button', { name: '.env file' }).click();
      await expect(dialog.getByText(/can also be dropped/)).toBeVisible();
      expect((await app.recorded()).dialogs).toHaveLength(1);
    });

    await test.step('the preview says of every line what becomes of it, and why', async () => {
      await app.answerDialog('showOpenDialog', { canceled: false, filePaths: [file] });
      await dialog.getByRole('button', { name: '.env file' }).click();
      await expect(page.getByRole('dialog', { name: 'Import from trading.env' })).toBeVisible();
      await expect(said(page, 'OPENAI_API_KEY')).toContainText('Will be imported');
      await expect(said(page, 'TELEGRAM-ALERTS')).toContainText('Name taken');
      await expect(said(page, 'TELEGRAM-ALERTS')).toContainText('the one in the vault stays');
      await expect(said(page, 'TWICE').filter({ hasText: 'Noted' })).toContainText('line 7');
      await expect(said(page, 'Refused')).toContainText('line 8: not written as NAME=value');
      await expect(dialog).not.toContainText('from-a-file');
      await expect(row(page, 'OPENAI_API_KEY')).toBeHidden();
    });

    await test.step('it is imported when the owner says so, and the file is left', async () => {
      await dialog.getByRole('button', { name: 'Import 4 secrets' }).click();
      await expect(page.getByRole('dialog', { name: '4 secrets imported' })).toBeVisible();
      await expect(dialog).toContainText('delete trading.env yourself');
      await dialog.getByRole('button', { name: 'Show them' }).click();
      await expect(list(page).getByRole('option')).toHaveCount(17);
      await choose(page, 'ALPACA_PAPER_KEY');
      await expect(row(page, 'ALPACA_PAPER_KEY')).toContainText('PAPER');
    });

    await test.step('files that are dropped are taken one at a time', async () => {
      await drop(page, [
        { name: 'a.env', text: ENV },
        { name: 'b.env', text: ENV },
      ]);
      await expect(dialog.getByText('Drop one file at a time.')).toBeVisible();
      await drop(page, [{ name: 'keys.json', text: '{ not json' }]);
      await expect(dialog.getByText(/cannot be read as JSON/)).toBeVisible();
    });

    await test.step('a dropped JSON file is shown, then imported', async () => {
      await drop(page, [{ name: 'keys.json', text: JSON_FILE }]);
      await expect(page.getByRole('dialog', { name: 'Import from keys.json' })).toBeVisible();
      await expect(said(page, 'ig-demo')).toContainText('Name taken');
      await dialog.getByRole('button', { name: 'Import 1 secret' }).click();
      await dialog.getByRole('button', { name: 'Show it' }).click();
      await expect(sheetTitle(page, 'Dropped')).toBeVisible();
      await expect(valueOf(page, 'key_id')).toHaveText('PK-dropped');
    });

    await app.close();
    rmSync(folder, { recursive: true });
    await inVault(home, async (vault) => {
      expect((await stored(vault, 'IG_PASSWORD')).values).toEqual({ value: 'pä§§ # $wörd ' });
      expect((await stored(vault, 'IG_PASSWORD')).detail.metadata.provider).toBe('ig');
      expect((await stored(vault, 'OPENAI_API_KEY')).values).toEqual({ value: 'oai-from-a-file' });
      expect((await stored(vault, 'TWICE')).values).toEqual({ value: 'second' });
      expect((await stored(vault, 'telegram-alerts')).values).toEqual({
        value: 'tg-sample-88421:AAH0',
      });
      expect((await stored(vault, 'Dropped')).detail).toMatchObject({
        kind: 'broker',
        metadata: { environment: 'paper', tags: ['bot'] },
        fields: [
          { name: 'key_id', concealed: false },
          { name: 'secret', concealed: true },
        ],
      });
    });
  });

  test('of the older Python store needs its own password, and keeps its dates', async ({
    app,
    page,
    home,
    secrets,
  }) => {
    secrets.declare('wrong for that store', 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678');
    await unlock(page);
    const dialog = page.getByRole('dialog');
    const password = dialog.getByRole('textbox', { name: 'Password of the older store' });

    await test.step('a store that is dropped asks for the password first', async () => {
      await drop(page, [{ name: 'memory.db', text: 'SQLite format 3' }]);
      await expect(dialog.getByText(/has its own password/)).toBeVisible();
      await expect(password).toBeFocused();
      await password.press('Enter');
      await expect(password).toHaveAccessibleDescription('Type the password of that store.');
    });

    const open = async (text: string): Promise<void> => {
      await app.answerDialog('showOpenDialog', { canceled: false, filePaths: [PYTHON_STORE] });
      await password.fill(text);
      await dialog.getByRole('button', { name: 'Choose the store' }).click();
    };
    await test.step('a wrong one is none of the vault', async () => {
      await open('wrong for that store');
      await expect(password).toHaveAccessibleDescription(/^That is not the password of the older/, {
        timeout: 20_000,
      });
      await expect(password).toHaveValue('');
    });

    await test.step('what is damaged there is named, the rest comes along', async () => {
      await open(PYTHON_PASSWORD);
      await expect(page.getByRole('dialog', { name: 'Import from python-store.db' })).toBeVisible({
        timeout: 20_000,
      });
      await expect(said(page, 'damaged_row')).toContainText('Damaged');
      await expect(said(page, 'damaged_row')).toContainText('its encryption does not verify');
      await dialog.getByRole('button', { name: 'Import 8 secrets' }).click();
      await expect(page.getByRole('dialog', { name: '8 secrets imported' })).toBeVisible();
      await dialog.getByRole('button', { name: 'Close' }).click();
    });

    await app.close();
    await inVault(home, async (vault) => {
      expect(await storedNames(vault)).toHaveLength(13 + 8);
      const { values, detail } = await stored(vault, 'multi_line_pem');
      expect(values['value']).toBe(
        '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIDZz\n-----END PRIVATE KEY-----\n',
      );
      expect(detail).toMatchObject({
        createdAt: '2026-02-04T08:00:00.000Z',
        metadata: { description: 'Ed25519 key of the order router' },
      });
      expect((await stored(vault, 'ig_password')).values['value']).toBe(
        'pä§§wörd mit Leerzeichen ',
      );
    });
  });
});
