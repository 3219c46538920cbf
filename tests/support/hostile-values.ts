import * as fc from 'fast-check';

/** A value that its readers cannot follow to the end. */
function cyclic(): unknown {
  const object: Record<string, unknown> = { name: 'cyclic' };
  object['self'] = object;
  return object;
}

/** Answers every question with a throw. */
function explosive(): unknown {
  return new Proxy(
    {},
    {
      get: () => {
        throw new RangeError('a getter of a stranger');
      },
      ownKeys: () => {
        throw new RangeError('keys of a stranger');
      },
    },
  );
}

const TEXTS = [
  '',
  ' ',
  '\0',
  'nul\0inside',
  '\ud800',
  'lone \udfff surrogate',
  '\u202eevil\u202c',
  '\u2066isolate',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  '"}],"mac":"',
  'line\nbreak',
  "'; DROP TABLE secrets_metadata; --",
  'e\u0301\u{1f600}',
  'x'.repeat(129),
  'y'.repeat(1024 * 1024),
];

const ODD_THINGS: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -0,
  () => -1,
  () => 1.5,
  () => 2 ** 53,
  () => 10n,
  () => true,
  () => Symbol('odd'),
  () => () => 'a function',
  () => [],
  () => [[[]]],
  () => ({}),
  () => ({ length: 3 }),
  () => ({ toString: () => 'as a text', valueOf: () => 7 }),
  () => ({
    then: (resolve: (value: unknown) => void) => {
      resolve(1);
    },
  }),
  () => Object.create(null) as unknown,
  () => JSON.parse('{"__proto__":{"polluted":true},"name":"x"}') as unknown,
  () => new Date(0),
  () => new Map([['name', 'x']]),
  () => new Uint8Array(0),
  () => new Uint8Array([0xff, 0xfe]),
  () => new Uint8Array(70_000),
  () => new Float64Array(2),
  () => new ArrayBuffer(8),
  () => new SharedArrayBuffer(8),
  () => [1, 2, 3],
  cyclic,
  explosive,
];

/** Anything that a caller who does not keep to the types may hand over. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.constantFrom(...ODD_THINGS).map((make) => make()),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.anything({ maxDepth: 2, withBigInt: true, withNullPrototype: true, withTypedArray: true }),
);

/** What is done to a good input: a place in it gets another value, loses it, or something is added. */
type Change =
  | { readonly does: 'put'; readonly place: number; readonly value: unknown }
  | { readonly does: 'drop'; readonly place: number }
  | { readonly does: 'add'; readonly key: string; readonly value: unknown }
  | { readonly does: 'replace'; readonly value: unknown };

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('put' as const), place: fc.nat(30), value: hostile }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('drop' as const), place: fc.nat(30) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('add' as const),
      key: fc.constantFrom('__proto__', 'constructor', 'extra', 'then', 'toJSON'),
      value: hostile,
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('replace' as const), value: hostile }) },
);

type Holder = Record<string, unknown>;

/** Every place in a tree of plain objects and arrays: who holds it, and under which key. */
function placesIn(holder: unknown): { holder: Holder; key: string }[] {
  const plain =
    Array.isArray(holder) ||
    (typeof holder === 'object' &&
      holder !== null &&
      Object.getPrototypeOf(holder) === Object.prototype);
  if (!plain) return [];
  const own = holder as Holder;
  return Object.keys(own).flatMap((key) => [{ holder: own, key }, ...placesIn(own[key])]);
}

function changed(good: unknown, what: Change): unknown {
  if (what.does === 'replace') return what.value;
  const copy: unknown = structuredClone(good);
  if (what.does === 'add') {
    if (typeof copy === 'object' && copy !== null) {
      Object.defineProperty(copy, what.key, { value: what.value, enumerable: true });
    }
    return copy;
  }
  const places = placesIn(copy);
  const place = places[what.place % Math.max(1, places.length)];
  if (place === undefined) return what.does === 'put' ? what.value : undefined;
  if (what.does === 'put') place.holder[place.key] = what.value;
  else Reflect.deleteProperty(place.holder, place.key);
  return copy;
}

/** A good input spoilt in one place. */
export function spoilt(good: unknown): fc.Arbitrary<unknown> {
  return change.map((what) => changed(good, what));
}
