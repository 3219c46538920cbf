import type { Page } from '@playwright/test';
import type { AppHost } from './host/app-host.ts';
import { expect, test } from './host/fixture.ts';
import { ask, idOf, valueOf, type AnyCalls } from './support/ask.ts';
import { lockedTitle, unlock } from './support/doors.ts';
import {
  arm,
  askTheSystem,
  leave,
  reachForNode,
  reachOut,
  runCode,
} from './support/hostile-acts.ts';
import { clipboardText } from './support/open-window.ts';

/*
 * SECURITY: a compromised renderer has no Node, no network, no navigation, no file, only the narrow contract. The page's
 * own world is run here by somebody who means ill; what it asks of the contract is in hostile-calls.spec.ts.
 */

const OUTSIDE = 'https://example.org/steal';

test.use({ vault: 'sample' });

/** Seen from inside the page. */
interface HostileWindow {
  readonly strongroom: AnyCalls;
}

test.describe('a compromised page', () => {
  // What is refused leaves a trace here. What nothing refused is never excused.
  test.use({ strictness: { csp: [/./], contacts: [/./], pageErrors: [/./] } });

  for (const state of ['locked', 'unlocked'] as const) {
    test(`that is ${state} reaches nothing but the contract`, async ({ app, page }) => {
      await expect(lockedTitle(page)).toBeVisible();
      if (state === 'unlocked') await unlock(page);
      await tryEverything(app, page);
      expect(valueOf(await ask(page, 'vault', 'status', {})).state).toBe(state);
    });
  }

  test('finds nothing under the app’s own addresses but its files', async ({ page }) => {
    const paths = [
      ...['/package.json', '/../package.json', '/..%2fpackage.json', '/%2e%2e/main/index.js'],
      ...[
        '/assets/',
        '/assets/..',
        '/index.html?x',
        '/INDEX.HTML',
        '/index.html%00',
        '//index.html',
      ],
      ...[
        '/etc/passwd',
        '/vault.db',
        '/window.json',
        '/assets/%2e%2e%2findex.html',
        '/index%2ehtml',
      ],
    ];
    const statuses: Record<string, number> = {};
    page.on('response', (response) => {
      const { pathname, search } = new URL(response.url());
      statuses[pathname + search] = response.status();
    });
    const asked = [...paths, '/index.html'];
    const resolved = await page.evaluate(async (addresses) => {
      const loads = addresses.map((src) => {
        const image = new Image();
        image.src = src.startsWith('//') ? location.origin + src : src;
        const { pathname, search } = new URL(image.src);
        return new Promise<string>((done) => {
          image.onload = image.onerror = () => {
            done(pathname + search);
          };
        });
      });
      return Promise.all(loads);
    }, asked);
    const own = resolved.pop() ?? '';
    // The one file that is there is answered, so that the rest says something.
    expect(statuses[own]).toBe(200);
    const others = resolved.filter((path) => path !== own);
    expect(others.map((path) => [path, statuses[path]])).toEqual(others.map((path) => [path, 404]));
    expect(others.length).toBeGreaterThan(10);
  });
});

async function tryEverything(app: AppHost, page: Page): Promise<void> {
  const address = page.url();
  await page.evaluate(arm);
  const went = {
    'of Node and Electron': await page.evaluate(reachForNode),
    'of the network': await page.evaluate(reachOut, OUTSIDE),
    'of foreign code': await page.evaluate(runCode),
    'of the system': await page.evaluate(askTheSystem),
    'of leaving': await page.evaluate(leave, OUTSIDE),
  };
  expect(went).toEqual(Object.fromEntries(Object.keys(went).map((what) => [what, []])));
  expect(page.url().replace(/#$/, '')).toBe(address);
  const { contacts, csp } = app.findings;
  expect(contacts.filter(({ allowed }) => allowed)).toEqual([]);
  // They were tried: main was asked about windows, navigation and files, the policy about the rest.
  const kinds = new Set(contacts.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['download', 'navigation', 'window']);
  const directives = new Set(csp.map((report) => report.split(' ')[0]));
  for (const directive of POLICED) expect([...directives]).toContain(directive);
  const { dialogs, deeds } = await app.recorded();
  expect({ dialogs, deeds, copied: await clipboardText(app) }).toEqual({
    dialogs: [],
    deeds: [],
    copied: '',
  });
  expect(await app.evaluate(waysOut, null)).toEqual({
    persistent: false,
    proxy: 'PROXY 127.0.0.1:9',
    udp: 'disable_non_proxied_udp',
    names: 'MAP * ~NOTFOUND',
  });
}

const POLICED = [
  ...['base-uri', 'connect-src', 'default-src', 'font-src', 'form-action', 'frame-src', 'img-src'],
  ...['media-src', 'require-trusted-types-for', 'script-src', 'script-src-elem', 'style-src-attr'],
  ...['style-src-elem', 'trusted-types'],
];

/** What no content policy speaks of: storage on the disk, WebRTC, the look-up of names. */
async function waysOut({ app, webContents }: typeof import('electron')): Promise<object> {
  const [contents] = webContents.getAllWebContents();
  return {
    persistent: contents?.session.isPersistent(),
    proxy: await contents?.session.resolveProxy('https://example.org/'),
    udp: contents?.getWebRTCIPHandlingPolicy(),
    names: app.commandLine.getSwitchValue('host-resolver-rules'),
  };
}

test('a page with poisoned prototypes gets what it is given and sees nothing else', async ({
  page,
}) => {
  await unlock(page);
  const id = await idOf(page, 'ig-live');
  const seen = await page.evaluate(
    async (request) => {
      const { strongroom } = window as unknown as HostileWindow;
      const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty } = Reflect;
      const { assign, create } = Object;
      const bare = (property: object) => assign(create(null) as object, property);
      const reveal = strongroom['secrets']?.['reveal'];
      // No array is walked but by index here: that is what gets poisoned.
      const undo = Object.create(null) as Record<number, readonly [object, PropertyKey, object]>;
      let [poisoned, touched] = [0, ''];
      const poison = (owner: object, name: string): void => {
        const keys = ownKeys(owner);
        for (let at = 0; at < keys.length; at += 1) {
          const key = keys[at] ?? '';
          const property = getOwnPropertyDescriptor(owner, key);
          if (property?.configurable !== true || key === 'constructor') continue;
          const spy = function (this: unknown): never {
            touched += `${name}.${String(key)} `;
            throw new Error('poison');
          };
          undo[poisoned] = [owner, key, property];
          poisoned += 1;
          const changed = property.get === undefined ? { value: spy } : { get: spy };
          defineProperty(owner, key, { ...changed, configurable: true });
        }
      };
      const owners = [Map, Promise, Function, Array, Uint8Array, Event, EventTarget];
      for (let at = 0; at < owners.length; at += 1) {
        const owner = owners[at] ?? Map;
        poison(owner.prototype as object, owner.name);
      }
      poison(JSON, 'JSON');
      const names = ['ok', 'value', 'error', 'channel', 'sender', '0'];
      for (let at = 0; at < names.length; at += 1) {
        const set = (): void => void (touched += `set ${names[at] ?? ''} `);
        defineProperty(Object.prototype, names[at] ?? '', bare({ set, configurable: true }));
      }
      const reply = await reveal?.(request);
      for (let at = 0; at < names.length; at += 1) {
        deleteProperty(Object.prototype, names[at] ?? '');
      }
      for (let at = 0; at < poisoned; at += 1) {
        const entry = undo[at];
        if (entry !== undefined) defineProperty(entry[0], entry[1], entry[2]);
      }
      return { ok: reply?.ok, touched, enough: poisoned > 90 };
    },
    { id, field: 'password' },
  );
  expect(seen).toEqual({ ok: true, touched: '', enough: true });
});
