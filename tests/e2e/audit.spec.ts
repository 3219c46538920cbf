import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './host/fixture.ts';
import { auditLines } from './support/audit-lines.ts';
import { tryPassword, unlock, UNLOCK_MS } from './support/doors.ts';
import { choose, clipboardText, go, line, toasts, valueOf } from './support/open-window.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';

test.use({ vault: 'sample' });

const table = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Log entries, newest first' });
/** The head is a row too. */
const lines = (page: Page): Locator => table(page).locator('tbody').getByRole('row');
const filter = (page: Page, name: string): Locator =>
  page.getByRole('search').getByRole('combobox', { name });
const byId = (page: Page): Locator => page.getByRole('searchbox', { name: 'Correlation id' });
const trace = (page: Page): Locator => page.getByRole('region', { name: /^Everything under/ });
const verify = (page: Page): Locator => page.getByRole('button', { name: 'Verify now' });

test.describe('the audit log', () => {
  test('shows what happened, newest first, by event, outcome and correlation id', async ({
    app,
    page,
    home,
    secrets,
  }) => {
    secrets.declare('wrong for once');
    await tryPassword(page, 'wrong for once');
    await expect(page.getByText(/^That is not the password/)).toBeVisible({ timeout: UNLOCK_MS });
    await unlock(page);
    await choose(page, 'ig-live');
    await line(page, 'API key').getByRole('button', { name: 'Copy API key' }).click();
    await expect(toasts(page)).toContainText('Copied');
    await go(page, 'Audit log');
    const denied = auditLines(home).find(({ outcome }) => outcome === 'denied');
    const id = denied?.correlation_id ?? '';
    const shortId = id.slice(0, 8);

    await test.step('the newest line is the first, with everything that it says', async () => {
      await expect(lines(page).first()).toBeVisible();
      const times = await lines(page)
        .locator('time')
        .evaluateAll((all) => all.map((one) => one.getAttribute('datetime') ?? ''));
      expect(times).toEqual(times.toSorted().toReversed());
      const row = lines(page).filter({ hasText: 'secret.copy' });
      for (const part of ['2026-11-20', 'owner', 'Copy value', 'ig-live', 'Done']) {
        await expect(row).toContainText(part);
      }
    });

    await test.step('the filters hold together, and say when nothing is left', async () => {
      await filter(page, 'Event').selectOption({ label: 'Unlock' });
      await filter(page, 'Outcome').selectOption({ label: 'Denied' });
      await expect(lines(page)).toHaveCount(1);
      await expect(lines(page)).toContainText('wrong password');
      await filter(page, 'Event').selectOption({ label: 'Copy value' });
      await expect(page.getByText('No line fits the filters')).toBeVisible();
      await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).first().click();
      await expect(filter(page, 'Event')).toHaveValue('any');
      await expect(lines(page).nth(5)).toBeVisible();
    });

    await test.step('eight digits of a correlation id find everything under it', async () => {
      await byId(page).fill(shortId.slice(0, 5));
      await expect(byId(page)).toHaveAccessibleDescription(/^At least 8/);
      await byId(page).fill(shortId.toUpperCase());
      await expect(lines(page)).toHaveCount(2);
      for (const found of await lines(page).all()) await expect(found).toContainText(shortId);
    });

    await test.step('a line opens its trace, from attempt to outcome', async () => {
      await lines(page).first().click();
      await expect(trace(page)).toContainText('2 lines');
      const steps = trace(page).getByRole('list', { name: 'Steps in the order of time' });
      await expect(steps.getByRole('listitem')).toHaveText([/Begun/, /Denied/]);
      await expect(steps.getByRole('listitem').last()).toContainText('wrong password');
      await trace(page).getByRole('button', { name: 'Copy correlation id' }).click();
      await expect(toasts(page)).toContainText('Correlation id copied');
      expect(await clipboardText(app)).toBe(id);
      await table(page).focus();
      await page.keyboard.press('Escape');
      await expect(trace(page)).toBeHidden();
    });

    await test.step('the attempts before the last unlock are told, and shown by a click', async () => {
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await expect(page.getByText(/^1 failed attempt before the last unlock, on/)).toBeVisible();
      await page.getByRole('button', { name: 'Show failed attempts' }).click();
      await expect(lines(page)).toHaveCount(1);
      await expect(lines(page)).toContainText('Denied');
    });
  });

  test('proves its chain, and shows where it was altered', async ({ page, home }) => {
    await unlock(page);
    await go(page, 'Audit log');
    const file = join(vaultPaths(home).audit, 'audit.jsonl');

    await test.step('an untouched log is proven to its last line', async () => {
      await expect(page.getByText('Not checked yet')).toBeVisible();
      await verify(page).click();
      await expect(page.getByText('Chain intact')).toBeVisible();
      await expect(page.getByText(/^\d+ lines, checked at \d\d:\d\d UTC$/)).toBeVisible();
    });

    await test.step('a line that was altered is named by file, line and entry', async () => {
      const before = readFileSync(file, 'utf8').split('\n');
      const [altered = ''] = before.slice(4, 5);
      const { seq } = JSON.parse(altered) as { readonly seq: number };
      // As long as before: whoever does this does not want to be seen.
      before[4] = altered.replace('"ts":"2026-02-11', '"ts":"2026-02-12');
      expect(before[4]).not.toBe(altered);
      writeFileSync(file, before.join('\n'));
      await verify(page).click();
      await expect(page.getByText('Damaged', { exact: true })).toBeVisible();
      const notice = page.getByRole('status', { name: 'The log is damaged in 1 place' });
      await expect(notice).toContainText(`audit.jsonl, line 5, entry ${String(seq)}: was altered`);
      await expect(notice).toContainText('Keep a copy of the audit folder');
    });

    await test.step('the damage stays said while the owner looks at other things', async () => {
      await go(page, /^All secrets/);
      await choose(page, 'ig-demo');
      await expect(valueOf(page, 'Username')).toHaveText('mk-demo');
      await go(page, 'Audit log');
      await expect(page.getByText('Damaged', { exact: true })).toBeVisible();
    });
  });
});
