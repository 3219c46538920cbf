import { expect, test } from './host/fixture.ts';
import { tryPassword } from './support/doors.ts';
import { OWNER_PASSWORD } from './support/seed.ts';
import { list, search, sheetTitle } from './support/open-window.ts';

/** What a hand types that looks for one of ten thousand. */
const QUERY = 'broker account 07';
/** A spec shares its machine: `npm run bench` holds the same to 16 ms. */
const KEY_MS = 80;
/** Between the key and the list, beyond the KDF, on a machine that has other things to do. */
const LIST_MS = 15_000;
const MOST_ROWS = 60;
const ROUNDS = 3;
const MOST_HEAP_BYTES = 128 * 1024 * 1024;

test.describe('ten thousand secrets', () => {
  test.use({ vault: 'ten-thousand' });

  test('are listed, scrolled and searched as if they were ten', async ({ app, page }, info) => {
    test.slow();
    const rows = list(page).getByRole('option');
    const note = (type: string, description: string) =>
      info.annotations.push({ type, description });

    await test.step('the list is there soon after the password', async () => {
      const began = Date.now();
      await tryPassword(page, OWNER_PASSWORD);
      await expect(rows.first()).toBeVisible({ timeout: LIST_MS });
      note('unlock to list', `${String(Date.now() - began)} ms, the KDF among them`);
      await expect(page.getByRole('button', { name: /^All secrets 10,000$/ })).toBeVisible();
      await expect(rows.first()).toHaveAttribute('aria-setsize', '10000');
      expect(await rows.count()).toBeLessThanOrEqual(MOST_ROWS);
    });

    await test.step('the last one is a key away, and only what is in sight is in the document', async () => {
      await list(page).focus();
      await page.keyboard.press('End');
      await expect(sheetTitle(page, 'broker account 09999')).toBeVisible();
      await expect(rows.last()).toBeInViewport();
      await expect(rows.last()).toHaveAttribute('aria-posinset', '10000');
      expect(await rows.count()).toBeLessThanOrEqual(MOST_ROWS);
      await list(page).evaluate((box) => {
        box.scrollTop = box.scrollHeight / 2;
      });
      await expect(rows.nth(20)).toBeInViewport();
      await expect(rows.nth(20)).toHaveAttribute('aria-posinset', /^[45]\d{3}$/);
      expect(await rows.count()).toBeLessThanOrEqual(MOST_ROWS);
    });

    await test.step('a key in the search is answered at once', async () => {
      await search(page).focus();
      // From the event to the end of what it caused: handlers, React's render, style and layout.
      await page.evaluate(() => {
        const spent: number[] = [];
        Object.assign(window, { spent });
        const { port1, port2 } = new MessageChannel();
        let began = 0;
        port1.onmessage = () => {
          document.body.getBoundingClientRect();
          spent.push(performance.now() - began);
        };
        const begin = () => {
          began = performance.now();
          // The next task: after every handler of this event and what they left in microtasks.
          port2.postMessage(null);
        };
        window.addEventListener('input', begin, { capture: true });
      });
      const medians: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const key of QUERY) await page.keyboard.press(key);
        await expect(list(page).getByText(/^1,\d{3} of 10,000$/)).toBeVisible();
        const spent = await page.evaluate(() =>
          (window as unknown as { spent: number[] }).spent.splice(0),
        );
        expect(spent).toHaveLength(QUERY.length);
        medians.push(spent.toSorted((a, b) => a - b)[QUERY.length >> 1] ?? Infinity);
        await page.keyboard.press('Escape');
        await expect(list(page).getByText(/ of 10,000$/)).toBeHidden();
      }
      const shown = medians.map((median) => median.toFixed(1)).join(', ');
      note('a key of a search', `${shown} ms, the medians of ${String(ROUNDS)} rounds`);
      // Other work on the machine only makes it longer.
      expect(Math.min(...medians)).toBeLessThanOrEqual(KEY_MS);
    });

    if (app.kind === 'chromium') {
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Performance.enable');
      const { metrics } = await cdp.send('Performance.getMetrics');
      const { value = NaN } = metrics.find(({ name }) => name === 'JSHeapUsedSize') ?? {};
      note('memory of the page', `${(value / 1024 / 1024).toFixed(0)} MiB of JavaScript`);
      expect(value).toBeLessThan(MOST_HEAP_BYTES);
    }
  });
});
