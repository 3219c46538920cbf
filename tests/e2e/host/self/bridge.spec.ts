import { expect, test } from './sample.ts';

test.describe('the bridge', () => {
  test('carries what structured clone carries, both ways', async ({ page }) => {
    const returned = await page.evaluate(async () => {
      const cyclic: { self?: object; list: unknown[] } = { list: [undefined, -0, NaN, 10n, null] };
      cyclic.self = cyclic;
      const shared = new Uint8Array([7, 8, 9]).subarray(1);
      const sent = {
        ...{ cyclic, pair: [shared, shared], date: new Date(5), set: new Set(['a']), re: /x/gi },
        ...{
          map: new Map([[{ key: 1 }, new Float64Array([0.5])]]),
          text: '\u{1f511}\ud800\0',
          $: '$',
        },
      };
      Object.defineProperty(sent, '__proto__', { value: 'own', enumerable: true });
      const got = (await window.sample.echo(sent)) as typeof sent;
      return {
        cycle: got.cyclic.self === got.cyclic,
        list: got.cyclic.list.map((item) => (Object.is(item, -0) ? '-0' : String(item))),
        shared: got.pair[0] === got.pair[1] && [...(got.pair[0] ?? [])].join(),
        date: got.date.getTime(),
        set: [...got.set],
        re: String(got.re),
        map: [...got.map].map(([key, value]) => `${String(key.key)}:${String(value[0])}`),
        text: got.text === sent.text,
        dollar: got.$,
        own: Object.getOwnPropertyDescriptor(got, '__proto__')?.value as unknown,
        ours: got.date instanceof Date && got.map instanceof Map,
      };
    });
    expect(returned).toEqual({
      cycle: true,
      list: ['undefined', '-0', 'NaN', '10', 'null'],
      shared: '8,9',
      date: 5,
      set: ['a'],
      re: '/x/gi',
      map: ['1:0.5'],
      text: true,
      dollar: '$',
      own: 'own',
      ours: true,
    });
  });

  test('refuses what cannot be cloned, in either direction', async ({ page }) => {
    const refusals = await page.evaluate(async () => {
      const messageOf = (thrown: unknown) => String(thrown);
      const call = async (work: () => unknown) => {
        try {
          await work();
          return 'went through';
        } catch (thrown) {
          return messageOf(thrown);
        }
      };
      return Promise.all([
        call(() => window.sample.echo(Symbol('x'))),
        call(() => window.sample.echo({ deep: [() => 1] })),
        call(() => window.sample.echo(document.body)),
        call(() => window.sample.function()),
        call(() => window.sample.fail()),
      ]);
    });
    for (const refusal of refusals.slice(0, 3)) expect(refusal).toContain('could not be cloned');
    expect(refusals[3]).toMatch(
      /^Error: Error invoking remote method 'function': .*could not be cloned/,
    );
    expect(refusals[4]).toBe("Error: Error invoking remote method 'fail': RangeError: refused");
  });

  test('brings events in order, and none after the listener has gone', async ({ page }) => {
    const heard = await page.evaluate(
      () =>
        new Promise<string[]>((done) => {
          const lines: string[] = [];
          const stop = window.sample.count(50, (n, map) => {
            lines.push(`${n} ${String(map.get(n)?.[0])}`);
            if (n !== 40) return;
            stop();
            setTimeout(() => {
              done(lines);
            }, 100);
          });
        }),
    );
    expect(heard).toEqual(Array.from({ length: 40 }, (_, at) => `${at + 1} 120`));
  });

  test('names the app and the top frame as the sender', async ({ page }) => {
    expect(await page.evaluate(() => window.sample.frame())).toEqual([
      'app://sample/',
      'app://sample',
      null,
    ]);
  });

  test('is frozen, and gives a child frame nothing', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      frame.src = '/';
      const loaded = new Promise((resolve) => (frame.onload = resolve));
      document.body.append(frame);
      await loaded;
      const inner = frame.contentWindow as unknown as Record<string, unknown>;
      return {
        title: frame.contentDocument?.title,
        child: [typeof inner['sample'], typeof inner['__host'], typeof inner['__deliver']],
        top: Object.keys(window).filter((name) => name.startsWith('__')),
        frozen: Object.isFrozen(window.sample) && Object.isFrozen(window.sample.worlds),
        writable: Object.getOwnPropertyDescriptor(window, 'sample')?.writable,
      };
    });
    expect(seen).toEqual({
      title: 'Sample',
      child: ['undefined', 'undefined', 'undefined'],
      top: [],
      frozen: true,
      writable: false,
    });
  });

  test('works on in a page that poisoned every prototype, and tells it nothing', async ({
    page,
  }) => {
    const seen = await page.evaluate(async () => {
      const { count, echo, worlds } = window.sample;
      const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty } = Reflect;
      // No array is walked but by index here: that is what gets poisoned.
      const undo = Object.create(null) as Record<number, readonly [object, PropertyKey, object]>;
      let [poisoned, touched] = [0, ''];
      const poison = (owner: object, name: string): void => {
        const keys = ownKeys(owner);
        for (let at = 0; at < keys.length; at += 1) {
          const key = keys[at] ?? '';
          const property = getOwnPropertyDescriptor(owner, key);
          if (property?.configurable !== true || key === 'constructor') continue;
          const spy = (): never => {
            touched += `${name}.${String(key)} `;
            throw new Error('poison');
          };
          undo[poisoned] = [owner, key, property];
          poisoned += 1;
          const changed = property.get === undefined ? { value: spy } : { get: spy };
          defineProperty(owner, key, { ...changed, configurable: true });
        }
      };
      const owners = [Map, CustomEvent, Event, EventTarget, Promise, Function, Array];
      for (let at = 0; at < owners.length; at += 1) {
        const owner = owners[at] ?? Map;
        const { prototype } = owner as { prototype: object };
        poison(prototype, owner.name);
      }
      poison(JSON, 'JSON');
      const index = { set: () => (touched += 'index '), configurable: true };
      defineProperty(Object.prototype, '0', index);
      const extra = worlds.prototypeOfArray().length;
      const first = await echo({ secret: 'value', with: 7 });
      let numbers = '';
      let told: (value: unknown) => void = () => undefined;
      const all = new Promise((resolve) => (told = resolve));
      const stop = count(3, (n) => {
        numbers += String(n);
        if (n === 3) told(n);
      });
      await all;
      stop();
      deleteProperty(Object.prototype, '0');
      for (let at = 0; at < poisoned; at += 1) {
        const entry = undo[at];
        if (entry !== undefined) defineProperty(entry[0], entry[1], entry[2]);
      }
      return { first, numbers, extra, touched, enough: poisoned > 90 };
    });
    const first = { secret: 'value', with: 7 };
    expect(seen).toEqual({ first, numbers: '123', extra: 0, touched: '', enough: true });
  });
});
