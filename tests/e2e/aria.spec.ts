import { expect, test } from './host/fixture.ts';
import { ENGLISH, settle, type Place } from './support/tour-steps.ts';
import { TOURS } from './support/tours.ts';

/** What is another in every run. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}\b/g, '‹correlation›'],
  [/\b\d{3} \d{3}\b/g, '‹code›'],
  [/\b\d{1,2} (?:s\b|seconds? left)/g, '‹seconds›'],
  [/\b09:4\d:\d\d\b/g, '‹now›'],
  [/(paragraph: )(?:[a-z]+ ){6}[a-z]+$/gm, '$1‹words›'],
  [/\/\S+\/strongroom-data-\w+/g, '‹folder›'],
];

for (const { name, vault, spoil, enter, stops } of TOURS) {
  const main = stops.filter((stop) => stop.main === true);
  test.describe(`the outline of ${name} for a screen reader`, () => {
    test.use({ vault });

    test('is the committed one', async ({ start, home }) => {
      spoil?.(home);
      const app = await start();
      const place: Place = { app, page: await app.window(), words: ENGLISH };
      await enter?.(place);
      for (const stop of main) {
        await stop.show(place);
        await settle(place.page);
        // What lies under a dialog is not there for a screen reader.
        const outline = await place.page
          .locator('dialog[open], body:not(:has(dialog[open]))')
          .ariaSnapshot();
        const lasting = CHANGING.reduce((text, [what, mark]) => text.replace(what, mark), outline);
        expect.soft(`${lasting}\n`).toMatchSnapshot(`${stop.name}.yml`);
        await stop.leave?.(place);
      }
    });
  });
}
