import { expect, test } from './sample.ts';

test.describe('a spec fails', () => {
  test.beforeEach(() => {
    test.fail();
  });

  test('when the content policy reported something', async ({ page }) => {
    await page.evaluate(() => {
      const image = new Image();
      image.src = '/x.png';
      document.body.append(image);
    });
    await page.waitForTimeout(200);
  });
  test.use({ strictness: { pageErrors: [/./] } });

  test('when something left the app', async ({ page }) => {
    await page.evaluate(() => fetch('https://example.org/').catch(() => undefined));
  });

  test('when a declared secret stands in the output of main', async ({ page, secrets }) => {
    secrets.declare('hush-hush');
    await page.evaluate(() => window.sample.say('it is hush-hush'));
  });

  test('when the app ends with an error', async ({ app, page }) => {
    await expect(page.getByRole('heading')).toBeVisible();
    await app.evaluate(({ app: electronApp }) => setImmediate(() => electronApp.exit(4)), null);
    await app.exited;
  });
});

test.describe('a spec fails', () => {
  test('when the page has an error', async ({ page }) => {
    test.fail();
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('of the page');
      });
    });
    await page.waitForTimeout(100);
  });
});
