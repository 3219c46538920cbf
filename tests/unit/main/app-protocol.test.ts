import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_HEADERS, respond } from '../../../src/main/app-protocol.ts';
import { readPageFiles, type PageFiles } from '../../../src/main/page-files.ts';
import { emptyHome, removeHomes } from '../../support/vault-fixture.ts';

let files: PageFiles;

beforeAll(() => {
  const folder = join(emptyHome(), 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'page.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'page.js.map'), '{}');
  writeFileSync(join(folder, '..', 'outside.html'), 'outside');
  files = readPageFiles(folder);
});
afterAll(removeHomes);

const get = (url: string, more: { method?: string; initiatorOrigin?: string } = {}) =>
  respond(files, { method: 'GET', url, ...more });

describe('the page protocol', () => {
  it('serves the files that were built, with their types', async () => {
    const page = get('app://strongroom/index.html');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<!doctype html>');
    const script = get('app://strongroom/assets/page.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect([...files.keys()].sort()).toEqual(['/assets/page.js', '/index.html']);
  });

  it('serves them again and again', async () => {
    await get('app://strongroom/index.html').text();
    expect(await get('app://strongroom/index.html').text()).toBe('<!doctype html>');
  });

  it.each([
    'app://strongroom/',
    'app://strongroom',
    'app://strongroom/index.html?x=1',
    'app://strongroom/INDEX.html',
    'app://strongroom//index.html',
    'app://strongroom/assets/../../outside.html',
    'app://strongroom/assets/%2e%2e/%2e%2e/outside.html',
    'app://strongroom/..%2foutside.html',
    'app://strongroom/assets\\page.js',
    'app://strongroom/assets/page.js%00',
    'app://strongroom/assets/page.js.map',
    'app://strongroom/__proto__',
    'app://other/index.html',
    'https://strongroom/index.html',
    'file:///etc/passwd',
    'index.html',
  ])('has nothing at %s', (url) => {
    expect(get(url).status).toBe(404);
  });

  it('answers GET alone', () => {
    for (const method of ['POST', 'HEAD', 'PUT', 'OPTIONS', 'get']) {
      expect(get('app://strongroom/index.html', { method }).status).toBe(405);
    }
  });

  it('answers nobody but our own page and the window itself', () => {
    const url = 'app://strongroom/index.html';
    expect(get(url, { initiatorOrigin: 'app://strongroom' }).status).toBe(200);
    expect(get(url, { initiatorOrigin: 'null' }).status).toBe(403);
    expect(get(url, { initiatorOrigin: 'https://example.com' }).status).toBe(403);
  });

  it('puts the whole policy on every answer', () => {
    const answers = [
      get('app://strongroom/index.html'),
      get('app://strongroom/nothing'),
      get('app://strongroom/index.html', { method: 'POST' }),
      get('app://strongroom/index.html', { initiatorOrigin: 'null' }),
    ];
    for (const { headers } of answers) {
      for (const [name, value] of Object.entries(PAGE_HEADERS)) {
        expect(headers.get(name)).toBe(value);
      }
    }
    expect(PAGE_HEADERS).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(PAGE_HEADERS['permissions-policy']).toMatch(
      /camera=\(\).*clipboard-read=\(\).*usb=\(\)/,
    );
  });
});
