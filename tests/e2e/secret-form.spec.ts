import type { Locator, Page } from '@playwright/test';
import { expect, test } from './host/fixture.ts';
import { ask, idOf, valueOf as replied } from './support/ask.ts';
import { unlock } from './support/doors.ts';
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
import { inVault, stored } from './support/stored.ts';

const PEM = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIDZz\n-----END PRIVATE KEY-----\n';
const SEED = 'JBSW Y3DP EHPK 3PXP';

const dialog = (page: Page): Locator => page.getByRole('dialog');
const field = (page: Page, name: string | RegExp): Locator =>
  dialog(page).getByRole('textbox', { name, exact: typeof name === 'string' });
const save = (page: Page): Promise<void> =>
  dialog(page).getByRole('button', { name: 'Save' }).click();

/** From the open window to the form of a provider. */
async function begin(page: Page, provider: string): Promise<void> {
  await page.keyboard.press('Control+n');
  const chooser = page.getByRole('combobox', { name: 'Whose key is it?' });
  await chooser.fill(provider);
  await chooser.press('Enter');
  await expect(page.getByRole('dialog', { name: `New secret: ${provider}` })).toBeVisible();
}

test.describe('a new secret', () => {
  test.use({ vault: 'empty' });

  test.beforeEach(async ({ page, secrets }) => {
    secrets.declare('igk-typed-4711', 'brass key  ', 'oai-typed-0815', PEM, 'JBSWY3DPEHPK3PXP');
    await unlock(page);
  });

  test('is stored as its template says, byte for byte', async ({ app, page, home }) => {
    await test.step('IG: paper first, the name and the address follow the environment', async () => {
      await begin(page, 'IG');
      await expect(field(page, 'API key')).toBeFocused();
      await expect(field(page, 'Name')).toHaveValue('ig-paper');
      await expect(field(page, 'Address')).toHaveValue('https://demo-api.ig.com/gateway/deal');
      await pick(page, 'Environment', 'Live');
      await expect(field(page, 'Name')).toHaveValue('ig-live');
      await expect(field(page, 'Address')).toHaveValue('https://api.ig.com/gateway/deal');
      await expect(dialog(page).getByText(/move real money/)).toBeVisible();
    });

    await test.step('what is missing is said where it is missing', async () => {
      await field(page, 'API key').fill('igk-typed-4711');
      await save(page);
      await expect(field(page, 'Username')).toHaveAccessibleDescription('This value is missing.');
      await expect(field(page, 'Username')).toBeFocused();
      await expect(field(page, 'API key')).toHaveValue('igk-typed-4711');
    });

    await test.step('white space at an end is kept, and said', async () => {
      await field(page, 'Username').fill('mk-new');
      await field(page, 'Password').fill('brass key  ');
      await expect(field(page, 'Password')).toHaveAccessibleDescription(/white space/);
      await field(page, 'Account').fill('Z9');
      await dialog(page).getByRole('combobox', { name: 'Tags' }).pressSequentially('desk,eu');
      await page.keyboard.press('Enter');
      await dialog(page).getByRole('button', { name: 'Add a one-time code' }).click();
      await field(page, 'One-time code').fill('1 is no letter');
      await save(page);
      await expect(field(page, 'One-time code')).toHaveAccessibleDescription(/no otpauth:/);
      await field(page, 'One-time code').fill(SEED);
      await save(page);
      await expect(toasts(page)).toContainText('Saved ig-live');
      await expect(sheetTitle(page, 'ig-live')).toBeVisible();
      await expect(valueOf(page, 'One-time code')).toHaveText(/^\d{3} \d{3}/);
      await expect(row(page, 'ig-live')).toHaveAccessibleName(/LIVE expires in 90 d$/);
    });

    await test.step('OpenAI: optional fields may stay empty', async () => {
      await begin(page, 'OpenAI');
      await expect(field(page, 'Name')).toHaveValue('openai');
      await field(page, 'API key').fill('oai-typed-0815');
      await save(page);
      await expect(sheetTitle(page, 'openai')).toBeVisible();
    });

    await test.step('Coinbase: a key of several lines keeps them', async () => {
      await begin(page, 'Coinbase');
      await field(page, 'API key name').fill('organizations/1/apiKeys/2');
      await field(page, 'Private key').fill(PEM);
      await dialog(page).getByRole('button', { name: 'Add a field' }).click();
      await field(page, 'Field name').fill('no spaces');
      await dialog(page)
        .getByRole('group', { name: 'Your own field' })
        .getByLabel('Value')
        .fill('7');
      await save(page);
      await expect(field(page, 'Field name')).toBeVisible();
      await expect(dialog(page).getByText(/Letters, digits, dot, dash/)).toBeVisible();
      await field(page, 'Field name').fill('pass-phrase');
      await dialog(page).getByRole('switch', { name: 'Concealed' }).uncheck();
      await pick(page, 'Expires in', 'Never');
      await save(page);
      await expect(sheetTitle(page, 'coinbase-paper')).toBeVisible();
    });

    await app.close();
    await inVault(home, async (vault) => {
      const ig = await stored(vault, 'ig-live');
      expect(ig.values).toEqual({
        'api-key': 'igk-typed-4711',
        username: 'mk-new',
        password: 'brass key  ',
      });
      expect(ig.detail).toMatchObject({
        kind: 'broker',
        version: 1,
        hasTotp: true,
        metadata: {
          provider: 'ig',
          environment: 'live',
          account: 'Z9',
          url: 'https://api.ig.com/gateway/deal',
          tags: ['desk', 'eu'],
        },
        fields: [
          { name: 'api-key', concealed: true },
          { name: 'username', concealed: false },
          { name: 'password', concealed: true },
        ],
      });
      const openai = await stored(vault, 'openai');
      expect(openai.values).toEqual({ 'api-key': 'oai-typed-0815' });
      expect(openai.detail).toMatchObject({ kind: 'llm', metadata: { provider: 'openai' } });
      expect(openai.detail.metadata.environment).toBeUndefined();
      const coinbase = await stored(vault, 'coinbase-paper');
      expect(coinbase.values).toEqual({
        'key-name': 'organizations/1/apiKeys/2',
        'private-key': PEM,
        'pass-phrase': '7',
      });
      expect(coinbase.detail.fields).toEqual([
        { name: 'key-name', concealed: false },
        { name: 'private-key', concealed: true },
        { name: 'pass-phrase', concealed: false },
      ]);
      expect(coinbase.detail.metadata.expires_at).toBeUndefined();
    });
  });
});

test.describe('an edit', () => {
  test.use({ vault: 'sample' });

  test.beforeEach(async ({ page, secrets }) => {
    secrets.declare('igk-replaced-99', 'igk-in-between');
    await unlock(page);
  });

  test('changes what was named and nothing else', async ({ app, page, home }) => {
    const notes = 'مفتاح الوساطة (تداول حقيقي)';
    await choose(page, 'ig-live');
    await page.keyboard.press('Control+e');
    await expect(page.getByRole('dialog', { name: 'Edit ig-live' })).toBeVisible();

    await test.step('stored values are never put into the form', async () => {
      const kept = dialog(page).getByRole('group', { name: 'API key' });
      await expect(kept).toContainText('Unchanged');
      await kept.getByRole('button', { name: 'Replace API key' }).click();
      await expect(field(page, 'API key')).toBeFocused();
      await expect(field(page, 'API key')).toHaveValue('');
    });

    await test.step('a value that was to be replaced has to be typed', async () => {
      await save(page);
      await expect(field(page, 'API key')).toHaveAccessibleDescription(/^Type the new value/);
      await field(page, 'API key').fill('igk-replaced-99');
      await dialog(page).getByRole('button', { name: 'Remove Username' }).click();
      await dialog(page).getByRole('button', { name: 'Remove One-time code' }).click();
      await field(page, 'Notes').fill(notes);
      await pick(page, 'Expires in', '30 days');
      await save(page);
      await expect(toasts(page)).toContainText('Saved ig-live');
    });

    await test.step('it is shown at once, text from right to left as it runs', async () => {
      await expect(sheet(page).getByText(notes)).toHaveCSS('direction', 'rtl');
      await expect(sheet(page).getByText('in 30 days')).toBeVisible();
      await expect(line(page, 'Username')).toBeHidden();
      await expect(line(page, 'One-time code')).toBeHidden();
    });

    await app.close();
    await inVault(home, async (vault) => {
      const { values, detail } = await stored(vault, 'ig-live');
      expect(values).toEqual({ 'api-key': 'igk-replaced-99', password: 'brass-lantern-forty' });
      expect(detail).toMatchObject({
        version: 5,
        hasTotp: false,
        metadata: {
          provider: 'ig',
          account: 'Z4QK8',
          tags: ['eu-equities', 'desk'],
          description: notes,
          expires_at: '2026-12-20T00:00:00.000Z',
        },
      });
    });
  });

  test('loses nothing that was typed: it asks first, and a refusal leaves it there', async ({
    page,
  }) => {
    await choose(page, 'ig-demo');
    const open = () => page.getByRole('button', { name: 'Edit', exact: true }).click();
    const editor = page.getByRole('dialog', { name: 'Edit ig-demo' });

    await test.step('untouched, it closes without a question', async () => {
      await open();
      await expect(editor).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(editor).toBeHidden();
    });

    await test.step('touched, it asks, and the way back is the first choice', async () => {
      await open();
      await field(page, 'Notes').fill('typed for long');
      await page.keyboard.press('Escape');
      const ask = page.getByRole('alertdialog', { name: 'Discard what you typed?' });
      await expect(ask.getByRole('button', { name: 'Keep editing' })).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(ask).toBeHidden();
      await expect(field(page, 'Notes')).toHaveValue('typed for long');
    });

    await test.step('a name that is taken or impossible is said at the name', async () => {
      await field(page, 'Name').fill('IG-live');
      await save(page);
      await expect(field(page, 'Name')).toHaveAccessibleDescription(/of this name already/);
      await field(page, 'Name').fill('x'.repeat(129));
      await save(page);
      await expect(field(page, 'Name')).toHaveAccessibleDescription(/at most 128 characters/);
      await field(page, 'Name').fill('');
      await save(page);
      await expect(field(page, 'Name')).toHaveAccessibleDescription('Give it a name.');
      await field(page, 'Name').fill('ig-demo');
      await expect(field(page, 'Notes')).toHaveValue('typed for long');
    });

    await test.step('a value that is too large is refused with the limits', async () => {
      await editor.getByRole('button', { name: 'Replace Password' }).click();
      await field(page, 'Password').fill('x'.repeat(64 * 1024 + 1));
      await save(page);
      await expect(editor.getByRole('alert')).toContainText(/larger than the vault accepts/);
      await expect(field(page, 'Notes')).toHaveValue('typed for long');
      await editor.getByRole('button', { name: 'Keep the stored one' }).click();
    });

    await test.step('a version that is newer is loaded under what was typed', async () => {
      const id = await idOf(page, 'ig-demo');
      const putFields = [
        { name: 'api-key', value: new TextEncoder().encode('igk-in-between'), concealed: true },
      ];
      const metadata = { account: 'NEW1' };
      replied(
        await ask(page, 'secrets', 'update', { id, expectedVersion: 1, putFields, metadata }),
      );
      await save(page);
      const conflict = editor.getByRole('alert');
      await expect(conflict).toContainText('This secret was changed in the meantime');
      await conflict.getByRole('button', { name: 'Load the newer version' }).click();
      await expect(conflict).toBeHidden();
      await expect(field(page, 'Account')).toHaveValue('NEW1');
      await expect(field(page, 'Notes')).toHaveValue('typed for long');
      await save(page);
      await expect(toasts(page)).toContainText('Saved ig-demo');
      await expect(sheet(page).getByText('typed for long')).toBeVisible();
      const { fields } = replied(await ask(page, 'secrets', 'reveal', { id, field: 'api-key' }));
      expect(fields.map(({ value }) => Buffer.from(value).toString())).toEqual(['igk-in-between']);
    });

    await test.step('discarded, it is gone', async () => {
      await open();
      await field(page, 'Notes').fill('typed for nothing');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Discard' }).click();
      await expect(editor).toBeHidden();
      await expect(sheet(page).getByText('typed for long')).toBeVisible();
    });
  });
});
