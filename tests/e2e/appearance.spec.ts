import type { Locator } from '@playwright/test';
import { test } from './host/fixture.ts';
import { expectPixels } from './support/pixels.ts';
import { ENGLISH, settle, type Place } from './support/tour-steps.ts';
import { TOURS } from './support/tours.ts';

const USUAL = { width: 1100, height: 800 };
const SMALLEST = { width: 480, height: 600 };

/** What is another in every run. */
function changing({ page, words }: Place): Locator[] {
  return [
    page
      .getByRole('region', { name: words('doors.phrase') })
      .getByRole('paragraph')
      .first(),
    page.getByText(/^[0-9a-f]{8}$/),
    page.getByText(/^\/\S+\/strongroom-data-\w+$/),
    page.getByRole('definition').filter({ hasText: /^\d{3} \d{3}/ }),
    page.getByText(/^2026-11-20 09:4\d:\d\d$/),
  ];
}

for (const { name, vault, spoil, enter, stops } of TOURS) {
  const main = stops.filter((stop) => stop.main === true);
  test.describe(`the look of ${name}`, () => {
    test.use({ vault });

    test('is the committed one, in light and in dark', async ({ start, home }, info) => {
      spoil?.(home);
      const app = await start();
      const place: Place = { app, page: await app.window(), words: ENGLISH };
      const { page } = place;
      const inBoth = async (state: string) => {
        for (const theme of ['light', 'dark'] as const) {
          await app.setSystemDark(theme === 'dark');
          await settle(page);
          await expectPixels({ app, page, info }, `${state}-${theme}.png`, {
            mask: changing(place),
          });
        }
        await app.setSystemDark(false);
      };
      await enter?.(place);
      for (const stop of main) {
        await stop.show(place);
        await inBoth(stop.name);
        if (stop.name === 'vault') {
          await page.setViewportSize(SMALLEST);
          await inBoth('vault-480');
          await page.setViewportSize(USUAL);
        }
        await stop.leave?.(place);
      }
    });
  });
}
