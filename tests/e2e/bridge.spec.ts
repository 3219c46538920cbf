import type { Page } from '@playwright/test';
import { contract } from '../../src/shared/ipc/contract.ts';
import { outlineOf } from '../../src/shared/ipc/outline.ts';
import type { Bridge } from '../../src/shared/ipc/types.ts';
import type { AppHost } from './host/app-host.ts';
import { expect, test } from './host/fixture.ts';
import { ask, refusalOf, valueOf } from './support/ask.ts';
import { auditLines } from './support/audit-lines.ts';
import { lockedTitle } from './support/doors.ts';

test.use({ vault: 'empty' });

/** Seen from inside the page. */
interface BridgedWindow {
  readonly strongroom: Bridge;
}

test('the bridge is the calls and events of the contract, as functions, and all the app adds', async ({
  page,
}) => {
  await expect(lockedTitle(page)).toBeVisible();
  const seen = await page.evaluate(() => {
    const { strongroom } = window as unknown as BridgedWindow;
    const outline = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return typeof value;
      return Object.fromEntries(
        Reflect.ownKeys(value).map((key) => [String(key), outline(Reflect.get(value, key))]),
      );
    };
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const usual = Object.getOwnPropertyNames(frame.contentWindow ?? {});
    const added = Object.getOwnPropertyNames(window).filter((name) => !usual.includes(name));
    frame.remove();
    // Frames are listed by their number.
    return { outline: outline(strongroom), added: added.filter((name) => !/^\d+$/.test(name)) };
  });
  const { calls, events } = outlineOf(contract);
  const functions = (groups: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(
      Object.entries(groups).map(([group, verbs]) => [
        group,
        Object.fromEntries(verbs.map((verb) => [verb, 'function'])),
      ]),
    );
  expect(seen.outline).toEqual({ ...functions(calls), on: functions(events) });
  expect(seen.added).toEqual(['strongroom']);
});

test('the bridge cannot be replaced, changed or added to', async ({ page }) => {
  const changed = await page.evaluate(() => {
    const { strongroom } = window as unknown as BridgedWindow;
    const objects: [string, object][] = [
      ['window', window],
      ['strongroom', strongroom],
      ...Object.entries(strongroom),
      ...Object.entries(strongroom.on).map(([name, group]): [string, object] => [
        `on.${name}`,
        group,
      ]),
    ];
    const spoil = () => 'spoilt';
    return objects.flatMap(([name, owner]) =>
      (name === 'window' ? ['strongroom'] : [...Object.keys(owner), 'added']).flatMap((key) => {
        const before: unknown = Reflect.get(owner, key);
        const done = [
          Reflect.set(owner, key, spoil),
          Reflect.defineProperty(owner, key, { value: spoil }),
          before !== undefined && Reflect.deleteProperty(owner, key),
          name !== 'window' && Reflect.setPrototypeOf(owner, { added: spoil }),
        ];
        const same = Reflect.get(owner, key) === before;
        return same && !done.includes(true) ? [] : [`${name}.${key}`];
      }),
    );
  });
  expect(changed).toEqual([]);
});

test('what crosses is a copy, and only what can be one', async ({ app, page }) => {
  const seen = await page.evaluate(async () => {
    const { strongroom } = window as unknown as BridgedWindow;
    const first = await strongroom.app.info({});
    if (first.ok) Reflect.set(first.value.preferences, 'theme', 'spoilt');
    const second = await strongroom.app.info({});
    const made = await strongroom.generator.passphrase({ words: 7, separator: '-' });
    const outcome = async (request: unknown) => {
      try {
        const reply = await strongroom.vault.status(request as Record<string, never>);
        return reply.ok ? 'answered' : reply.error.code;
      } catch (thrown) {
        return String(thrown);
      }
    };
    const cyclic: { self?: object } = {};
    cyclic.self = cyclic;
    const uncloneable = [
      () => 1,
      Symbol('x'),
      document.body,
      new WeakMap(),
      Promise.resolve(),
      { inner: () => 1 },
      window,
    ];
    const odd = [undefined, null, 'text', [], cyclic, new Map(), new Date(0), { extra: 1 }];
    return {
      theme: second.ok && second.value.preferences.theme,
      plain: second.ok && Object.getPrototypeOf(second.value) === Object.prototype,
      bytes: made.ok && made.value.bytes instanceof Uint8Array,
      // No more of main's memory comes along than what was answered.
      behind: made.ok && made.value.bytes.buffer.byteLength === made.value.bytes.byteLength,
      uncloneable: await Promise.all(uncloneable.map(outcome)),
      odd: await Promise.all(odd.map(outcome)),
    };
  });
  expect(seen).toMatchObject({ theme: 'system', plain: true, bytes: true, behind: true });
  for (const outcome of seen.uncloneable)
    expect(outcome).toMatch(/could not be cloned|invalid_input/);
  expect(seen.odd).toEqual(seen.odd.map(() => 'invalid_input'));
  const polluted = await page.evaluate(async () => {
    const { strongroom } = window as unknown as BridgedWindow;
    const request = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"polluted":1}}',
    ) as Record<string, never>;
    const reply = await strongroom.vault.status(request);
    return reply.ok ? 'answered' : reply.error.code;
  });
  expect(polluted).toBe('invalid_input');
  expect(await app.evaluate(() => 'polluted' in {}, null)).toBe(false);
});

test('a call carries one request, an event its payload alone, and each can be ended', async ({
  page,
}) => {
  const seen = await page.evaluate(async () => {
    const { strongroom } = window as unknown as BridgedWindow;
    const status = strongroom.vault.status as (...args: unknown[]) => Promise<{ ok: boolean }>;
    const more = await status({}, 'and more', { channel: 'vault:secrets.list' });
    const heard: unknown[][] = [];
    const stop = strongroom.on.app.infoChanged((...args: unknown[]) => void heard.push(args));
    const last: unknown[] = [];
    const lastHeard = new Promise<void>((done) => {
      strongroom.on.app.infoChanged((info) => {
        if (last.push(info.preferences.theme) === 2) done();
      });
    });
    await strongroom.app.setPreferences({ theme: 'dark' });
    while (last.length === 0) await new Promise((later) => setTimeout(later, 5));
    stop();
    await strongroom.app.setPreferences({ theme: 'light' });
    await lastHeard;
    return {
      more: more.ok,
      counts: heard.map((args) => args.length),
      keys: Object.keys(heard[0]?.[0] ?? {}).sort(),
      last,
    };
  });
  const info = valueOf(await ask(page, 'app', 'info', {}));
  expect(seen).toEqual({
    more: true,
    counts: [1],
    keys: Object.keys(info).sort(),
    last: ['dark', 'light'],
  });
});

/** Frames that are not the page's own main frame, by name. */
type Stranger = 'none' | 'child' | 'lookalike' | 'past';

/** Sends a call to main as Electron would for another frame; answers the refusal's code. */
function callAs(app: AppHost, stranger: Stranger): Promise<string> {
  return app.evaluate(
    async ({ ipcMain, webContents }, { from, electron }) => {
      const main = webContents.getAllWebContents()[0]?.mainFrame;
      const { url = '', origin = '' } = main ?? {};
      const kept = globalThis as { pastFrame?: unknown };
      const frames = {
        none: null,
        child: { url, origin, parent: main, detached: false },
        lookalike: { url, origin, parent: null, detached: false },
        past: kept.pastFrame,
      };
      const event = { senderFrame: frames[from] };
      type Handler = (event: object, request: object) => Promise<{ error?: { code: string } }>;
      const channel = 'vault:vault.status';
      const inside = ipcMain as unknown as {
        readonly invoke: (channel: string, event: object, args: object[]) => ReturnType<Handler>;
        readonly _invokeHandlers: Map<string, Handler>;
      };
      const reply = electron
        ? await inside._invokeHandlers.get(channel)?.(event, {})
        : await inside.invoke(channel, event, [{}]);
      return reply?.error?.code ?? 'answered';
    },
    { from: stranger, electron: app.kind === 'electron' },
  );
}

async function crash(app: AppHost, page: Page): Promise<Page> {
  return app.nextWindow(async () => {
    await Promise.all([
      page.waitForEvent('crash'),
      app.evaluate(({ webContents }) => {
        const [contents] = webContents.getAllWebContents();
        Object.assign(globalThis, { pastFrame: contents?.mainFrame });
        if (contents !== undefined) process.kill(contents.getOSProcessId(), 'SIGKILL');
      }, null),
    ]);
  });
}

test.describe('frames', () => {
  test.use({ strictness: { csp: [/^frame-src/], pageErrors: [/^Framing /] } });

  test('a child frame has no bridge, and main hears no frame but that of the present page', async ({
    app,
    page,
    home,
  }) => {
    const bridges = await page.evaluate(async () => {
      const frames = ['about:blank', '/index.html', 'data:text/html,x'].map((src) =>
        Object.assign(document.createElement('iframe'), { src }),
      );
      const settled = frames.map(
        (frame) =>
          new Promise((done) => {
            frame.onload = done;
            setTimeout(done, 2000);
          }),
      );
      document.body.append(...frames);
      await Promise.all(settled);
      return frames.map((frame) => {
        try {
          return typeof (frame.contentWindow as Partial<BridgedWindow> | null)?.strongroom;
        } catch {
          return 'out of reach';
        }
      });
    });
    for (const bridge of bridges) expect(bridge).toMatch(/^(?:undefined|out of reach)$/);

    expect(await callAs(app, 'none')).toBe('not_granted');
    expect(await callAs(app, 'child')).toBe('not_granted');
    expect(await callAs(app, 'lookalike')).toBe('not_granted');
    const next = await crash(app, page);
    await expect(lockedTitle(next)).toBeVisible();
    expect(await callAs(app, 'past')).toBe('not_granted');
    expect(valueOf(await ask(next, 'vault', 'status', {})).state).toBe('locked');
    // Before its schema is looked at, let alone its handler.
    expect(refusalOf(await ask(next, 'vault', 'status', { extra: 1 } as never)).code).toBe(
      'invalid_input',
    );
    await app.close();
    const refused = auditLines(home).filter(({ event }) => event === 'ipc.refused');
    const whys = refused
      .filter(({ reason }) => reason === 'not_granted')
      .map(({ ref }) => ref['why']);
    expect(new Set(whys)).toEqual(new Set(['no_frame', 'sub_frame', 'other_page']));
  });
});
