import { expect, test } from './sample.ts';

test.describe('the desktop around the app', () => {
  test('answers dialogs as the spec laid ready, and only once', async ({ app, page }) => {
    await app.answerDialog('showMessageBox', { response: 1, checkboxChecked: false });
    expect(await page.evaluate(() => window.sample.ask())).toMatchObject({ response: 1 });
    const { dialogs } = await app.recorded();
    expect(dialogs).toMatchObject([{ method: 'showMessageBox', options: { message: 'Sure?' } }]);
    await expect(page.evaluate(() => window.sample.ask())).rejects.toThrow(
      'no answer was laid ready',
    );
  });

  test('opens nothing and remembers what it was asked to open', async ({ app, page }) => {
    await page.evaluate(() => window.sample.open());
    const { deeds } = await app.recorded();
    expect(deeds).toEqual([{ did: 'openExternal', what: 'https://example.org/' }]);
  });

  test('has a clipboard of its own, with every format', async ({ app, page }) => {
    await page.evaluate(() => window.sample.copy('copied'));
    const copied = await app.evaluate(async ({ clipboard }) => {
      const [item] = await clipboard.read();
      const hint = 'electron application/osclipboard;format="x-kde-passwordManagerHint"';
      const hidden = await item?.getType(hint);
      return [await clipboard.readText(), item?.types.length, await hidden?.text()];
    }, null);
    expect(copied).toEqual(['copied', 2, 'secret']);
    await app.evaluate(({ clipboard }) => {
      clipboard.clear();
    }, null);
    expect(await app.evaluate(({ clipboard }) => clipboard.readText(), null)).toBe('');
  });

  test('offers a key to the page first, and to the menu if the page lets it pass', async ({
    app,
    page,
  }) => {
    await app.press('Control+k');
    await expect(page.locator('#key')).toHaveText('taken by the page');
    await page.getByLabel('Text').press('Control+l');
    await expect.poll(() => app.output).toBe('menu: lock\n');
    await page.evaluate(() => {
      const init = { key: 'l', code: 'KeyL', ctrlKey: true, bubbles: true };
      document.body.dispatchEvent(new KeyboardEvent('keydown', init));
    });
    await page.keyboard.press('Shift');
    expect(app.output).toBe('menu: lock\n');
  });

  test('follows the theme that the app chose, else the system', async ({ app, page }) => {
    const dark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await page.evaluate(() => window.sample.theme('dark'));
    await expect.poll(dark).toBe(true);
    await page.evaluate(() => window.sample.theme('system'));
    await expect.poll(dark).toBe(false);
    await app.setSystemDark(true);
    await expect.poll(dark).toBe(true);
    const shown = await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors, null);
    expect(shown).toBe(true);
  });

  test('gives the page the size of its view, less when it is zoomed', async ({ app, page }) => {
    const size = () => page.evaluate(() => [innerWidth, innerHeight]);
    expect(await size()).toEqual([640, 480]);
    await app.evaluate(({ BaseWindow }) => {
      BaseWindow.getAllWindows()[0]?.setBounds({ width: 800, height: 600 });
    }, null);
    await expect.poll(size).toEqual([800, 600]);
    await app.evaluate(({ webContents }) => {
      webContents.getAllWebContents()[0]?.setZoomFactor(2);
    }, null);
    await expect.poll(size).toEqual([400, 300]);
  });

  test('shows the clock that the spec set', async ({ start }) => {
    const app = await start({ clock: '2031-05-06T07:08:00.000Z' });
    const page = await app.window();
    expect(await page.evaluate(() => new Date().toISOString())).toContain('2031-05-06T07:08');
    const inMain = await app.evaluate(() => new Date(Date.now()).toISOString(), null);
    expect(inMain).toContain('2031-05-06T07:08');
  });

  test('gives the app no variable but those it needs', async ({ app, home }) => {
    const names = await app.evaluate(() => Object.keys(process.env).sort(), null);
    expect(names).toEqual(['HOME', 'LANG', 'PATH', 'STRONGROOM_HOME']);
    expect(await app.evaluate(() => process.env['STRONGROOM_HOME'], null)).toBe(home);
  });
});
