import { DeclaredSecrets, problemsOf, type Strictness } from '../strictness.ts';
import { expect, test } from './sample.ts';

const EVERYTHING: Strictness = {
  ...{ csp: [/./], contacts: [/./], escapes: [/./], pageErrors: [/./] },
  exitCode: null,
};

test.describe('a spec finds', () => {
  test.use({ strictness: EVERYTHING });

  test('nothing in an app that behaves', async ({ app, page }) => {
    await expect(page.getByRole('heading')).toBeVisible();
    await app.close();
    expect(await problemsOf(app, new DeclaredSecrets(), {})).toEqual([]);
  });

  test('what the content policy reported, and the error that the page made of it', async ({
    app,
    page,
  }) => {
    await page.evaluate(() => {
      const image = new Image();
      image.src = '/x.png';
    });
    await expect.poll(() => app.findings.csp).toHaveLength(1);
    await app.close();
    const problems = await problemsOf(app, new DeclaredSecrets(), {});
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(
      /^the content policy reported: img-src kURLViolation https:.*x\.png$/,
    );
    expect(problems[1]).toMatch(/^the page has an error: .*Content Security Policy/);
    expect(
      await problemsOf(app, new DeclaredSecrets(), { csp: [/img-src/], pageErrors: [/Policy/] }),
    ).toEqual([]);
  });

  test('what left the app', async ({ app, page }) => {
    await page.evaluate(() => fetch('https://example.org/').catch(() => undefined));
    await app.close();
    const [problem] = await problemsOf(app, new DeclaredSecrets(), { pageErrors: [/./] });
    expect(problem).toBe('NOTHING refused: request https://example.org/');
    expect(
      await problemsOf(app, new DeclaredSecrets(), { pageErrors: [/./], contacts: [/./] }),
    ).toHaveLength(1);
    expect(
      await problemsOf(app, new DeclaredSecrets(), { pageErrors: [/./], escapes: [/./] }),
    ).toEqual([]);
  });

  test('a secret in the output of main, also in base64', async ({ app, page }) => {
    await page.evaluate(() => window.sample.say('it is hush-hush'));
    await page.evaluate((text) => window.sample.say(text), btoa('other-word'));
    await app.close();
    const secrets = new DeclaredSecrets();
    secrets.declare('hush-hush', 'other-word', 'never said');
    expect(await problemsOf(app, secrets, {})).toEqual([
      'a secret is in the output of main: hush-hush',
      'a secret is in the output of main: other-word',
    ]);
  });

  test('an error that the page throws', async ({ app, page }) => {
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('of the page');
      });
    });
    await expect.poll(() => app.findings.pageErrors).toHaveLength(1);
    await app.close();
    expect(await problemsOf(app, new DeclaredSecrets(), {})).toEqual([
      'the page has an error: Error: of the page',
    ]);
  });

  test('an app that ends with an error', async ({ app, page }) => {
    await expect(page.getByRole('heading')).toBeVisible();
    const leave = app.evaluate(
      ({ app: electronApp }) => void setImmediate(() => electronApp.exit(4)),
      null,
    );
    await leave.catch(() => undefined);
    await app.exited;
    await app.close();
    const problems = await problemsOf(app, new DeclaredSecrets(), {});
    expect(problems).toEqual(['the app ended with 4 and said: ']);
    expect(await problemsOf(app, new DeclaredSecrets(), { exitCode: 4 })).toEqual([]);
  });
});

test('a spec fails on what it finds', async ({ page }) => {
  test.fail();
  await page.evaluate(() => fetch('https://example.org/').catch(() => undefined));
});
