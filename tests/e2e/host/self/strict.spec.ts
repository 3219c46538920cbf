import { join } from 'node:path';
import { expect, SAMPLES, test } from './sample.ts';

test.describe('a member that Electron has and the host has not', () => {
  test('throws when it is read, set or listened to', async ({ app }) => {
    const errors = await app.evaluate(
      ({ app: electronApp, BaseWindow, clipboard, powerMonitor }) => {
        const attempts = [
          () => void electronApp.getGPUInfo('basic'),
          () => (electronApp.accessibilitySupportEnabled = true),
          () => electronApp.on('login', () => undefined),
          () => BaseWindow.fromId(1),
          () => BaseWindow.getAllWindows()[0]?.setOpacity(1),
          () => clipboard.selection.constructor.name,
          () => powerMonitor.on('speed-limit-change', () => undefined),
        ];
        return attempts.map((attempt) => {
          try {
            attempt();
            return 'nothing';
          } catch (thrown) {
            return (thrown as Error).message;
          }
        });
      },
      null,
    );
    expect(errors).toEqual([
      'app.getGPUInfo is not offered by the Chromium host',
      'app.accessibilitySupportEnabled is not offered by the Chromium host',
      "app fires no 'login' in the Chromium host",
      'BaseWindowStandIn.fromId is not offered by the Chromium host',
      'baseWindow.setOpacity is not offered by the Chromium host',
      'nothing',
      "powerMonitor fires no 'speed-limit-change' in the Chromium host",
    ]);
  });

  test('throws in the preload too', async ({ page }) => {
    const message = await page.evaluate(() => {
      try {
        return String(window.sample.worlds.missing());
      } catch (thrown) {
        return (thrown as Error).message;
      }
    });
    expect(message).toBe('ipcRenderer.sendSync is not offered by the Chromium host');
  });

  test('fails when the app is linked', async ({ start }) => {
    const app = await start({ app: join(SAMPLES, 'imports-too-much.ts') });
    expect(await app.exited).toBe(1);
    expect(app.output).toContain("does not provide an export named 'BrowserView'");
  });
  test.use({ strictness: { exitCode: null } });
});
