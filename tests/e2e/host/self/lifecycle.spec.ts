import { isAlive } from '../../support/is-alive.ts';
import { expect, test } from './sample.ts';

test.describe('a view that takes the place of another', () => {
  test('is a new page in a new process, and the old ones are gone', async ({ app, page }) => {
    const pids = () =>
      app.evaluate(
        ({ webContents }) => webContents.getAllWebContents().map((it) => it.getOSProcessId()),
        null,
      );
    const [old = 0] = await pids();
    expect(isAlive(old)).toBe(true);
    const next = await app.nextWindow(() => page.evaluate(() => window.sample.renew()));
    await expect.poll(() => page.isClosed()).toBe(true);
    const [fresh = 0, ...others] = await pids();
    expect(others).toEqual([]);
    expect(fresh).not.toBe(old);
    await expect.poll(() => isAlive(old)).toBe(false);
    expect(isAlive(fresh)).toBe(true);
    expect(await next.evaluate(() => window.sample.echo('on'))).toBe('on');
  });

  test('tells of a renderer that died by itself', async ({ app, page }) => {
    const crashed = page.waitForEvent('crash');
    await app.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      if (contents !== undefined) process.kill(contents.getOSProcessId(), 'SIGKILL');
    }, null);
    await crashed;
    await expect.poll(() => app.output).toContain('gone: crashed');
  });
});

test.describe('a second instance', () => {
  test('of the same data folder is turned away, and the first one hears of it', async ({
    app,
    page,
    start,
  }) => {
    await expect(page.getByRole('heading')).toBeVisible();
    const second = await start({ args: ['--open=it'] });
    expect(await second.exited).toBe(3);
    await expect.poll(() => app.output).toContain('second: --open=it {"from":"sample"}');
  });
  test.use({ strictness: { exitCode: null } });
});
