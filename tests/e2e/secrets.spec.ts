import { URI } from 'otpauth';
import { expect, test } from './host/fixture.ts';
import { ask, valueOf as replied } from './support/ask.ts';
import { auditLines } from './support/audit-lines.ts';
import { unlock } from './support/doors.ts';
import {
  choose,
  clipboardText,
  go,
  line,
  list,
  pickMore,
  row,
  search,
  sheet,
  sheetTitle,
  toasts,
  valueOf,
} from './support/open-window.ts';
import { SAMPLE_NOW } from './support/sample-secrets.ts';
import { inVault, storedNames } from './support/stored.ts';

const DOTS = '•'.repeat(16);

const done = (wanted: string) => (line: { readonly event: string; readonly outcome: string }) =>
  line.event === wanted && line.outcome === 'ok';

test.use({ vault: 'sample' });

test.describe('the list of secrets', () => {
  test.beforeEach(async ({ page }) => {
    await unlock(page);
  });

  test('is grouped by kind, says what is near its end, and leads to one secret', async ({
    page,
  }) => {
    await test.step('groups, counts and expiries', async () => {
      await expect(list(page).getByRole('option')).toHaveText([
        ...[/alpaca-paper/, /ibkr-live/, /ig-demo/, /ig-live/, /kraken-live/, /oanda-practice/],
        ...[/anthropic-agents/, /azure-eu/, /ollama-local/, /openai-research/],
        ...[/openrouter-fallback/, /telegram-alerts/, /ticks-database/],
      ]);
      await expect(row(page, 'ig-live')).toHaveAccessibleName(/LIVE expires in 42 d$/);
      await expect(row(page, 'azure-eu')).toHaveAccessibleName(/Expired 3 d ago$/);
      await expect(row(page, 'ibkr-live')).toHaveAccessibleName(/LIVE$/);
      for (const group of ['Brokers', 'LLM providers', 'Generic']) {
        await expect(list(page).getByText(group, { exact: true })).toBeVisible();
      }
    });

    await test.step('kinds and tags narrow it', async () => {
      await go(page, /^Brokers 6$/);
      await expect(page.getByRole('listbox', { name: 'Brokers' }).getByRole('option')).toHaveCount(
        6,
      );
      await go(page, /^desk 2$/);
      await expect(page.getByRole('listbox', { name: 'desk' }).getByRole('option')).toHaveText([
        /ig-live/,
        /telegram-alerts/,
      ]);
      await go(page, /^All secrets 13$/);
      await expect(list(page).getByRole('option')).toHaveCount(13);
    });

    await test.step('a click shows the secret; what it holds is masked, whatever its length', async () => {
      await choose(page, 'ig-live');
      await expect(row(page, 'ig-live')).toHaveAttribute('aria-selected', 'true');
      await expect(valueOf(page, 'Username')).toHaveText('mk-trading');
      await expect(valueOf(page, 'Account')).toHaveText('Z4QK8');
      await expect(valueOf(page, 'Address')).toHaveText('api.ig.com/gateway/deal');
      await expect(valueOf(page, 'Reference')).toHaveText('strongroom://ig-live/api-key');
      for (const field of ['API key', 'Password']) {
        await expect(valueOf(page, field)).toHaveText(DOTS);
        await expect(valueOf(page, field).getByRole('img')).toHaveAccessibleName('hidden');
      }
      await choose(page, 'telegram-alerts');
      await expect(valueOf(page, 'Value')).toHaveText(DOTS);
    });

    await test.step('badges tell how near an expiry is, in the colour of its urgency', async () => {
      const expiry = sheet(page).getByRole('region', { name: 'Expiry' });
      await expect(expiry).toContainText('Never');
      await choose(page, 'kraken-live');
      await expect(expiry).toContainText('in 6 days');
      await expect(expiry.getByRole('row', { name: /^Next reminder/ })).toContainText(
        'Nov 25, 2026',
      );
      await choose(page, 'azure-eu');
      await expect(expiry).toContainText('3 days ago');
      await expect(expiry.getByRole('row', { name: /^Next reminder/ })).toBeHidden();
    });
  });

  test('is searched by words in any order, over tags and notes, and marks what it found', async ({
    page,
  }) => {
    const field = search(page);
    const found = list(page).getByRole('option');
    await expect(field).toBeFocused();

    await field.fill('live ig');
    await expect(found).toHaveText([/ig-live/]);
    await expect(found.locator('mark')).toHaveText(['ig', 'live', 'IG']);
    await expect(list(page).getByText('1 of 13')).toBeVisible();

    await field.fill('CRYPTO');
    await expect(found).toHaveText([/kraken-live/, /ticks-database/]);
    await expect(found.locator('mark')).toHaveText(['crypto', 'crypto']);

    await field.fill('desk phone');
    await expect(found).toHaveText([/ig-live/]);

    await test.step('the arrow keys choose and Enter opens, while the field keeps the focus', async () => {
      await field.fill('live');
      await field.press('ArrowDown');
      await expect(field).toBeFocused();
      await expect(sheetTitle(page, 'ibkr-live')).toBeVisible();
      await field.press('ArrowDown');
      await expect(sheetTitle(page, 'ig-live')).toBeVisible();
      await field.press('Enter');
      await expect(page.getByRole('region', { name: 'ig-live LIVE' })).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(field).toBeFocused();
    });

    await test.step('nothing found says what to do, and Escape clears', async () => {
      await field.fill('no such thing');
      const main = page.getByRole('main');
      await expect(main.getByText('Nothing found for “no such thing”')).toBeVisible();
      await expect(main.getByText(/Esc clears the search/)).toBeVisible();
      await field.press('Escape');
      await expect(field).toHaveValue('');
      await expect(found).toHaveCount(13);
    });
  });
});

test.describe('a secret that is looked at', () => {
  test.beforeEach(async ({ page }) => {
    await unlock(page);
  });

  test('is revealed one field at a time, and hides by itself after the time that was set', async ({
    page,
    home,
  }) => {
    replied(await ask(page, 'settings', 'set', { name: 'reveal.hide_seconds', value: '5' }));
    await choose(page, 'ig-live');
    await line(page, 'API key').getByRole('button', { name: 'Reveal API key' }).click();
    const shownAt = Date.now();
    await expect(valueOf(page, 'API key')).toHaveText('igk-9f27c1d04be85a63');
    await expect(valueOf(page, 'Password')).toHaveText(DOTS);
    await expect(valueOf(page, 'API key')).toHaveText(DOTS, { timeout: 10_000 });
    expect(Date.now() - shownAt).toBeGreaterThan(4500);

    await test.step('it can be hidden before, and goes with another choice', async () => {
      await page.keyboard.press('Control+r');
      await expect(valueOf(page, 'API key')).toHaveText('igk-9f27c1d04be85a63');
      await line(page, 'API key').getByRole('button', { name: 'Hide API key' }).click();
      await expect(valueOf(page, 'API key')).toHaveText(DOTS);
      await line(page, 'Password').getByRole('button', { name: 'Reveal Password' }).click();
      await expect(valueOf(page, 'Password')).toHaveText('brass-lantern-forty');
      await choose(page, 'ig-demo');
      await choose(page, 'ig-live');
      await expect(valueOf(page, 'Password')).toHaveText(DOTS);
    });
    // Each by a line of its own, and one for the plain fields each time that the secret is looked at.
    expect(auditLines(home).filter(done('secret.reveal')).length).toBeGreaterThanOrEqual(4);
  });

  test('is copied without being shown, is cleared in time, and by the button at once', async ({
    app,
    page,
  }) => {
    await test.step('a field: on the clipboard, with a countdown', async () => {
      replied(await ask(page, 'settings', 'set', { name: 'clipboard.clear_seconds', value: '5' }));
      await choose(page, 'ig-live');
      await line(page, 'API key').getByRole('button', { name: 'Copy API key' }).click();
      await expect(toasts(page)).toContainText('Copied. Clears in 5 s');
      expect(await clipboardText(app)).toBe('igk-9f27c1d04be85a63');
      await expect(valueOf(page, 'API key')).toHaveText(DOTS);
    });
    await test.step('it is gone when the countdown is over, and so is the message', async () => {
      await expect.poll(() => clipboardText(app), { timeout: 10_000 }).toBe('');
      await expect(toasts(page)).toBeHidden();
    });
    await test.step('the key of the keyboard copies the first concealed field', async () => {
      await page.keyboard.press('Control+c');
      await expect(toasts(page)).toContainText('Clears in 5 s');
      expect(await clipboardText(app)).toBe('igk-9f27c1d04be85a63');
      await toasts(page).getByRole('button', { name: 'Clear now' }).click();
      await expect.poll(() => clipboardText(app)).toBe('');
    });
    await test.step('a reference is no secret and stays', async () => {
      await line(page, 'Reference').getByRole('button', { name: 'Copy Reference' }).click();
      await expect(toasts(page)).toContainText('Copied');
      await expect(toasts(page)).not.toContainText('Clears');
      expect(await clipboardText(app)).toBe('strongroom://ig-live/api-key');
    });
    await test.step('what somebody else copied meanwhile is left alone', async () => {
      await line(page, 'Password').getByRole('button', { name: 'Copy Password' }).click();
      await expect(toasts(page)).toContainText('Clears in 5 s');
      await app.evaluate(({ clipboard }) => clipboard.writeText('of another program'), null);
      await expect(toasts(page)).toBeHidden({ timeout: 10_000 });
      expect(await clipboardText(app)).toBe('of another program');
    });
  });

  test('shows the one-time code of the moment, and copies the same', async ({ app, page }) => {
    const totp = URI.parse('otpauth://totp/IG:mk-trading?secret=JBSWY3DPEHPK3PXP&issuer=IG');
    if (!('period' in totp)) throw new Error('a time-based code is expected');
    const codeAt = (ms: number) => totp.generate({ timestamp: ms });
    await choose(page, 'ig-live');
    const shown = valueOf(page, 'One-time code');
    await expect(shown).toHaveText(/^\d{3} \d{3}\d+ s$/);
    const [now, text] = await Promise.all([page.evaluate(() => Date.now()), shown.innerText()]);
    // The code may have turned between two looks.
    const codes = [codeAt(now), codeAt(now - 5000)];
    expect(codes).toContain(text.replaceAll(/\s/g, '').slice(0, 6));
    await expect(shown.locator('svg circle')).toHaveCount(2);
    const left = Number(/(\d+) s$/.exec(text)?.[1]);
    expect(Math.abs(totp.remaining({ timestamp: now }) / 1000 - left)).toBeLessThan(5);

    await line(page, 'One-time code').getByRole('button', { name: 'Copy One-time code' }).click();
    await expect(toasts(page)).toContainText('Clears in');
    const copied = await clipboardText(app);
    const then = await page.evaluate(() => Date.now());
    expect([codeAt(then), codeAt(then - 15_000)]).toContain(copied);
    expect(new Date(then).toISOString().slice(0, 10)).toBe(SAMPLE_NOW.slice(0, 10));
  });

  test('is compared with its older versions, and one of them becomes current again', async ({
    app,
    page,
    home,
  }) => {
    await choose(page, 'ig-live');
    const versions = sheet(page).getByRole('table', { name: 'Versions' });
    await expect(versions.getByRole('rowheader')).toHaveText([
      /^Version 4 Current$/,
      ...['Version 3', 'Version 2', 'Version 1'],
    ]);
    const compare = sheet(page).getByRole('region', { name: /^Version 3, Jul 5, 2026$/ });
    const change = (label: string) =>
      compare.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) });
    await test.step('the comparison says what changed and shows no value', async () => {
      await versions.getByRole('button', { name: 'Compare version 3' }).click();
      await expect(change('API key')).toContainText('Changed');
      await expect(change('Password')).toContainText('The same');
      await expect(change('Username')).toContainText('The same');
      await expect(compare).not.toContainText('igk-');
    });
    await test.step('its older value can be revealed, and it can be held against another', async () => {
      await change('API key').getByRole('button', { name: 'Reveal API key' }).click();
      await expect(change('API key')).toContainText('igk-e40a9c63d1725bf8');
      await compare.getByRole('combobox', { name: 'Compared with' }).selectOption({ index: 1 });
      await expect(change('Password')).toContainText('Changed');
    });
    await test.step('it is restored as a new version, which asks first', async () => {
      await compare.getByRole('button', { name: 'Restore' }).click();
      const ask = page.getByRole('dialog', { name: 'Make version 3 of ig-live current again?' });
      await ask.getByRole('button', { name: 'Cancel' }).click();
      await expect(versions.getByRole('rowheader').first()).toHaveText(/^Version 4/);
      await compare.getByRole('button', { name: 'Restore' }).click();
      await ask.getByRole('button', { name: 'Restore' }).click();
      await expect(toasts(page)).toContainText('Version 3 is current again');
      await expect(versions.getByRole('rowheader').first()).toHaveText(/^Version 5 Current$/);
      await expect(versions.getByRole('rowheader')).toHaveCount(4);
      await sheet(page).getByRole('button', { name: 'Show all 5' }).click();
      await expect(versions.getByRole('rowheader')).toHaveCount(5);
      await compare.getByRole('button', { name: 'Close the comparison' }).click();
      await line(page, 'API key').getByRole('button', { name: 'Reveal API key' }).click();
      await expect(valueOf(page, 'API key')).toHaveText('igk-e40a9c63d1725bf8');
    });
    expect(await clipboardText(app)).toBe('');
    expect(auditLines(home).filter(done('secret.restore'))).toHaveLength(1);
  });
});

test.describe('removing and renaming', () => {
  test('takes a paper key away at once, can be undone for ten seconds, and then is for good', async ({
    app,
    page,
    home,
  }) => {
    test.slow();
    await unlock(page);
    const removed = () => auditLines(home).filter(done('secret.remove'));

    await test.step('undo brings it back as it was', async () => {
      await choose(page, 'ig-demo');
      await page.keyboard.press('Delete');
      await expect(toasts(page)).toContainText('Removed ig-demo');
      await expect(row(page, 'ig-demo')).toBeHidden();
      await expect(page.getByRole('button', { name: /^All secrets 12$/ })).toBeVisible();
      await toasts(page).getByRole('button', { name: 'Undo' }).click();
      await expect(sheetTitle(page, 'ig-demo')).toBeVisible();
      await expect(row(page, 'ig-demo')).toBeVisible();
    });

    await test.step('a name that is taken is refused where it is typed', async () => {
      await choose(page, 'oanda-practice');
      await pickMore(page, 'Rename');
      const name = page.getByRole('textbox', { name: 'New name' });
      await expect(name).toBeFocused();
      await name.fill('IG-DEMO');
      await name.press('Enter');
      await expect(name).toHaveAccessibleDescription(/exists already/);
      await expect(name).toHaveValue('IG-DEMO');
      await name.fill('oanda-demo');
      await name.press('Enter');
      await expect(sheetTitle(page, 'oanda-demo')).toBeVisible();
    });

    await test.step('what moves real money is asked about first', async () => {
      await choose(page, 'kraken-live');
      await pickMore(page, 'Remove');
      const ask = page.getByRole('alertdialog', { name: 'Remove kraken-live?' });
      await expect(ask).toContainText('This is a LIVE secret');
      await expect(ask.getByRole('button', { name: 'Cancel' })).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(ask).toBeHidden();
      await expect(row(page, 'kraken-live')).toBeVisible();
    });

    await test.step('after ten seconds it is gone, with a line in the log', async () => {
      await choose(page, 'ig-demo');
      await page.keyboard.press('Delete');
      await expect(toasts(page)).toContainText('Removed ig-demo');
      expect(removed()).toEqual([]);
      await expect(toasts(page)).toBeHidden({ timeout: 15_000 });
      await expect.poll(removed).toHaveLength(1);
    });

    await test.step('one that still waits when the app is quit is gone too', async () => {
      await choose(page, 'openrouter-fallback');
      await page.keyboard.press('Delete');
      await expect(toasts(page)).toContainText('Removed openrouter-fallback');
      await app.close();
      const names = await inVault(home, storedNames);
      expect(names).toHaveLength(11);
      expect(names).not.toContain('ig-demo');
      expect(names).not.toContain('openrouter-fallback');
      expect(names).toContain('oanda-demo');
    });
  });
});
