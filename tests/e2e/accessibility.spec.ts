import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { SetSecretInput } from '../../src/core/api.ts';
import { SECRET_LIMITS } from '../../src/shared/secret.ts';
import { call, field } from '../support/vault-fixture.ts';
import { expect, test } from './host/fixture.ts';
import {
  forgetFocus,
  misfits,
  motions,
  nextFocus,
  smallTargets,
  unmarked,
} from './support/page-checks.ts';
import { go, toasts } from './support/open-window.ts';
import { inVault } from './support/stored.ts';
import { ENGLISH, GERMAN, settle, unlock, type Place } from './support/tour-steps.ts';
import { TOURS } from './support/tours.ts';

const USUAL = { width: 1100, height: 800 };
const SMALLEST = { width: 480, height: 600 };
/** The usual window at 200 %. */
const ZOOMED = { width: 550, height: 400 };

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe objects to, and what it cannot tell, but for the contrast of an arrow on a key cap. */
async function objections(page: Page, only?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const asked = only === undefined ? axe.withTags(RULES) : axe.withRules(only);
  const { violations, incomplete, passes } = await asked.analyze();
  expect
    .soft(
      passes.map(({ id }) => id),
      'rules that axe had something to try on',
    )
    .toContain('color-contrast');
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes
      .filter(({ failureSummary = '' }) => !failureSummary.includes('only non-text characters'))
      .map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Axe gives up on a text that stands over line work, which has nearly the colour of its ground. */
async function hideLineWork(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const art of document.querySelectorAll('svg[aria-hidden="true"]')) {
      if (art.clientWidth > 200) art.setAttribute('visibility', 'hidden');
    }
  });
}

/** Of a control that has several tab stops in it. */
const PARTS = 6;

/** Every tab stop from the first to the last that does not show its focus, or is not in sight. */
async function badTabStops(page: Page): Promise<string[]> {
  const bad: string[] = [];
  // Once to the end, for the focus is somewhere in the middle.
  for (const counts of [false, true]) {
    await page.evaluate(forgetFocus);
    let [last, times] = ['', 0];
    while (times < PARTS) {
      await page.keyboard.press('Tab');
      const now = await page.evaluate(nextFocus);
      if (now === null) break;
      [last, times] = [now.name, now.name === last ? times + 1 : 1];
      if (counts && now.fault !== null) bad.push(`${now.name} ${now.fault}`);
    }
  }
  return bad;
}

async function expectUsable({ app, page }: Place, where: string): Promise<void> {
  const lists = async (title: string, faults: string[]) =>
    expect.soft(faults, `${where}: ${title}`).toEqual([]);
  await hideLineWork(page);
  await lists('axe, light', await objections(page));
  await app.setSystemDark(true);
  await settle(page);
  await lists('axe, dark', await objections(page, 'color-contrast'));
  await app.setSystemDark(false);
  await lists('targets under 24 pixels', await page.evaluate(smallTargets));
  await lists('tab stops', await badTabStops(page));
  await page.emulateMedia({ forcedColors: 'active' });
  await lists('chosen, but not marked in forced colours', await page.evaluate(unmarked));
  await lists('tab stops in forced colours', await badTabStops(page));
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce' });
  await lists('motion', await page.evaluate(motions));
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expectFit(page, where);
}

async function expectFit(page: Page, where: string): Promise<void> {
  for (const size of [SMALLEST, ZOOMED, USUAL]) {
    await page.setViewportSize(size);
    await settle(page);
    const faults = await page.evaluate(misfits);
    expect.soft(faults, `${where}: at ${String(size.width)} × ${String(size.height)}`).toEqual([]);
  }
}

for (const { name, vault, spoil, enter, stops } of TOURS) {
  test.describe(`the screens of ${name}, in German`, () => {
    test.use({ vault, appOptions: { languages: ['de-DE'] } });

    test('can be used whatever one sees by and types on', async ({ start, home }) => {
      test.slow();
      spoil?.(home);
      const app = await start();
      const place: Place = { app, page: await app.window(), words: GERMAN };
      await enter?.(place);
      for (const stop of stops) {
        await test.step(stop.name, async () => {
          await stop.show(place);
          await settle(place.page);
          await expectUsable(place, stop.name);
          await stop.leave?.(place);
        });
      }
    });
  });
}

const LONG = 'W'.repeat(SECRET_LIMITS.nameChars);
const HEBREW = 'מפתחות המסחר של השולחן הראשון';
const ODD_SECRETS: readonly Pick<SetSecretInput, 'name' | 'metadata'>[] = [
  {
    name: LONG,
    metadata: {
      environment: 'W'.repeat(64),
      provider: 'W'.repeat(SECRET_LIMITS.metadataTextChars),
      account: 'W'.repeat(SECRET_LIMITS.metadataTextChars),
      url: `https://${'w'.repeat(500)}.example`,
      description: 'W'.repeat(1000),
      tags: ['W'.repeat(SECRET_LIMITS.tagChars), 'desk'],
    },
  },
  {
    name: HEBREW,
    metadata: {
      environment: 'live',
      provider: 'ברוקר',
      account: 'חשבון 12',
      description: `שורה ראשונה, IG allows 60 requests.\n${'ארוך'.repeat(300)}`,
      tags: ['שולחן', 'desk'],
    },
  },
];

test.describe('long and right-to-left names', () => {
  test.use({ vault: 'empty' });

  test('fit in every window', async ({ start, home }) => {
    test.slow();
    await inVault(home, async (vault) => {
      for (const odd of ODD_SECRETS) {
        const fields = [field('W'.repeat(2000), 'W'.repeat(64)), field('short', 'value')];
        await vault.secrets.set({ kind: 'broker', ...odd, fields }, call());
      }
    });
    const app = await start();
    const page = await app.window();
    const place: Place = { app, page, words: ENGLISH };
    const fits = (where: string) => expectFit(page, where);
    await unlock(place);
    await page.getByRole('option').first().waitFor();
    await expect(page.getByText(HEBREW), 'is cut off at its end').toHaveCSS('direction', 'rtl');
    await fits('the list');
    for (const { name } of ODD_SECRETS) {
      const who = name === LONG ? 'long' : 'right to left';
      await page.getByRole('option', { name }).click();
      await app.press('Control+R');
      await page.getByRole('button', { name: 'Hide' }).waitFor();
      await fits(`the record, ${who}`);
      await app.press('Control+E');
      await fits(`the form, ${who}`);
      await app.press('Escape');
      await app.press('Control+K');
      await fits(`the palette, ${who}`);
      await app.press('Escape');
    }
    await app.press('Delete');
    await fits('the question');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await toasts(page).getByRole('button', { name: 'Undo' }).waitFor();
    await fits('the undo');
    await go(page, 'Audit log');
    await page.getByRole('grid').waitFor();
    await fits('the audit log');
  });
});
