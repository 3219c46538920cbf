import { expect, refusing, test } from './sample.ts';

const stateOf = async (name: string) =>
  (await navigator.permissions.query({ name: name as 'geolocation' })).state;

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

    test('lets a request out, a window open, a file be saved', async ({ app, page }) => {
      await page.evaluate(request, foreign);
      await page.evaluate((address) => void window.open(address), foreign);
      await page.evaluate(() => {
        const link = Object.assign(document.createElement('a'), { download: 'x.txt' });
        link.href = URL.createObjectURL(new Blob(['x']));
        link.click();
      });
      const allowed = () => app.findings.contacts.filter((contact) => contact.allowed);
      await expect
        .poll(() =>
          allowed()
            .map(({ kind }) => kind)
            .sort()
            .join(),
        )
        .toBe('download,navigation,request,window');
      expect(page.context().pages()).toHaveLength(2);
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

    test('stops requests, sockets, windows and files', async ({ app, page }) => {
      expect(await page.evaluate(request, foreign)).toBe('refused');
      await page.evaluate((address) => void window.open(address), foreign);
      await page.evaluate(() => {
        const link = Object.assign(document.createElement('a'), { download: 'x.txt' });
        link.href = URL.createObjectURL(new Blob(['x']));
        link.click();
      });
      const kinds = () =>
        app.findings.contacts
          .map(({ kind }) => kind)
          .sort()
          .join();
      await expect.poll(kinds).toBe('download,request,window');
      expect(app.findings.contacts.filter(({ allowed }) => allowed)).toEqual([]);
      await expect.poll(() => page.context().pages().length).toBe(1);
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
