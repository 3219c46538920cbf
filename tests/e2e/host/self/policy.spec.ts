import { existsSync } from 'node:fs';
import { expect, refusing, test } from './sample.ts';

const stateOf = async (name: string) =>
  (await navigator.permissions.query({ name: name as 'geolocation' })).state;

function openSocket(): void {
  new WebSocket('wss://example.org/').addEventListener('error', () => undefined);
}

function saveFile(): void {
  const link = Object.assign(document.createElement('a'), { download: 'x.txt' });
  link.href = URL.createObjectURL(new Blob(['x']));
  link.click();
}

test.describe('a policy of the app', () => {
  const foreign = 'https://example.org/x';
  const leave = (address: string): void => {
    location.href = address;
  };
  const request = async (address: string) =>
    fetch(address).then(
      () => 'answered',
      () => 'refused',
    );

  test.describe('that is missing', () => {
    test.use({ strictness: { escapes: [/./], pageErrors: [/Failed to load|ERR_/] } });

    test('lets the page leave', async ({ app, page }) => {
      await Promise.all([page.waitForURL(foreign), page.evaluate(leave, foreign)]);
      expect(await page.title()).toBe('outside the app');
      expect(app.findings.contacts).toEqual([{ kind: 'navigation', url: foreign, allowed: true }]);
    });

    test('lets a request and a socket out, a window open, a file be saved', async ({
      app,
      page,
    }) => {
      await page.evaluate(request, foreign);
      await page.evaluate((address) => void window.open(address), foreign);
      await page.evaluate(openSocket);
      await page.evaluate(saveFile);
      const allowed = () => app.findings.contacts.filter((contact) => contact.allowed);
      await expect
        .poll(() =>
          allowed()
            .map(({ kind }) => kind)
            .sort()
            .join(),
        )
        .toBe('download,navigation,request,websocket,window');
      await expect.poll(() => page.context().pages().length).toBe(2);
    });

    test('grants permissions', async ({ page }) => {
      expect(await page.evaluate(stateOf, 'geolocation')).toBe('granted');
    });
  });

  test.describe('that refuses', () => {
    test.use({
      appOptions: refusing('navigation request window download permission'),
      strictness: { contacts: [/./], pageErrors: [/Failed to load|ERR_/] },
    });

    test('keeps the page where it is', async ({ app, page }) => {
      await page.evaluate(leave, foreign);
      await expect.poll(() => app.findings.contacts).toHaveLength(1);
      expect(app.findings.contacts).toEqual([{ kind: 'navigation', url: foreign, allowed: false }]);
      expect(page.url()).toContain('sample');
      expect(await page.evaluate(() => window.sample.echo(1))).toBe(1);
    });

    test('stops requests and windows', async ({ app, page }) => {
      expect(await page.evaluate(request, foreign)).toBe('refused');
      const opened = page.waitForEvent('popup');
      await page.evaluate((address) => void window.open(address), foreign);
      const popup = await opened;
      await expect.poll(() => popup.isClosed()).toBe(true);
      expect(app.findings.contacts).toEqual([
        { kind: 'request', url: foreign, allowed: false },
        { kind: 'window', url: foreign, allowed: false },
      ]);
    });

    test('would have stopped a socket', async ({ app, page }) => {
      await page.evaluate(openSocket);
      await expect.poll(() => app.findings.contacts).toHaveLength(1);
      const url = 'wss://example.org/';
      expect(app.findings.contacts).toEqual([{ kind: 'websocket', url, allowed: false }]);
    });

    test('lets no file be saved', async ({ app, page }) => {
      const begun = page.waitForEvent('download');
      await page.evaluate(saveFile);
      const download = await begun;
      await expect
        .poll(() => app.findings.contacts)
        .toMatchObject([{ kind: 'download', allowed: false }]);
      const isThere = async () => existsSync((await download.path().catch(() => null)) ?? '');
      await expect.poll(isThere).toBe(false);
    });

    test('denies permissions', async ({ page }) => {
      expect(await page.evaluate(stateOf, 'geolocation')).toBe('denied');
      expect(await page.evaluate(stateOf, 'notifications')).toBe('denied');
    });
  });

  test('is not asked about a reload from outside', async ({ page }) => {
    await page.reload();
    expect(await page.evaluate(() => window.sample.echo(2))).toBe(2);
  });
});
