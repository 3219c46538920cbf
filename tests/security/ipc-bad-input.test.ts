import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FrameFacts } from '../../src/main/ipc/sender.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { ERRORS } from '../../src/shared/errors.ts';
import type { Call, Event } from '../../src/shared/ipc/call.ts';
import { contract } from '../../src/shared/ipc/contract.ts';
import { channelOf } from '../../src/shared/ipc/outline.ts';
import type { Reply } from '../../src/shared/ipc/types.ts';
import { type Desk, codeOf, openDesk, ownContext, ownFrame, valueOf } from '../support/desk.ts';
import { goodRequests } from '../support/good-requests.ts';
import { hostile, spoilt } from '../support/hostile-values.ts';
import { FAULT_TIMEOUT_MS, rounds } from '../support/seeded-random.ts';
import {
  PASSWORD,
  auditLines,
  field,
  removeHomes,
  utf8,
  valueOf as storedValue,
} from '../support/vault-fixture.ts';

/*
 * What a compromised page can send on every channel of the contract: through structured clone, as Electron brings it, to
 * the real checks, the real handlers and a real vault. Each message is answered with a code; nothing is thrown, nothing
 * of it is stored, the log can be proved.
 */

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => void unhandled.push(reason);
let desk: Desk;
let id: string;

beforeAll(async () => {
  process.on('unhandledRejection', noteUnhandled);
  desk = await openDesk();
  const fields = [field(SAMPLE), { ...field('plain', 'account'), concealed: false }];
  ({ id } = await desk.vault.secrets.set({ name: 'sample', fields }, ownContext()));
  // The clock of this test moves on for hours.
  valueOf(await desk.calls.settings.set({ name: 'lock.idle_minutes', value: '0' }));
});
beforeEach(openAndRested);
afterAll(() => {
  process.off('unhandledRejection', noteUnhandled);
  removeHomes();
});

const SAMPLE = 'marker of a value 7c1e';

/** Open again, whatever the test before did, and with every allowance full. */
async function openAndRested(): Promise<void> {
  desk.pass(60_000);
  if (desk.host.isOpen()) return;
  desk.pass(60 * 60_000);
  valueOf(await desk.calls.vault.unlock({ password: utf8(PASSWORD) }));
  desk.pass(60_000);
}

const CALLS = Object.entries<Readonly<Record<string, Call | Event>>>(contract).flatMap(
  ([group, verbs]) =>
    Object.entries(verbs).flatMap(([verb, member]) =>
      member.kind === 'call'
        ? [{ name: `${group}.${verb}`, group, verb, channel: channelOf(group, verb), member }]
        : [],
    ),
);
type Bound = (typeof CALLS)[number];

/** One call makes a secret. */
async function removeWhatWasMade(): Promise<void> {
  await openAndRested();
  const { secrets } = await desk.vault.secrets.list(ownContext());
  const made = secrets.filter(({ name }) => name === 'another');
  for (const { name } of made) await desk.vault.secrets.remove({ name }, ownContext());
}

function goodRequest({ group, verb }: Bound): unknown {
  const groups: Readonly<Record<string, Readonly<Record<string, unknown>>>> = goodRequests(id);
  return groups[group]?.[verb];
}

/** What of a value reaches main at all. */
function cloned(value: unknown): { readonly value: unknown } | null {
  try {
    return { value: structuredClone(value) };
  } catch {
    return null;
  }
}

function expectNamed(reply: Reply<unknown>): void {
  if (reply.ok) return;
  const { code, correlationId, retryAfterMs, ...rest } = reply.error;
  expect(Object.keys(ERRORS)).toContain(code);
  // A door with a bug would say this one.
  expect(code).not.toBe('internal');
  expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
  expect(['undefined', 'number']).toContain(typeof retryAfterMs);
  expect(rest).toEqual({});
}

/** The vault still holds what it held, and its log can be proved. */
async function expectSound(): Promise<void> {
  await openAndRested();
  const { secrets, damaged } = await desk.vault.secrets.list(ownContext());
  expect(damaged).toEqual([]);
  expect(secrets.map(({ name, version }) => [name, version])).toEqual([['sample', 1]]);
  expect(await storedValue(desk.vault, 'sample')).toBe(SAMPLE);
  desk.refusals.flush();
  expect(await desk.vault.audit.verify(ownContext())).toMatchObject({ ok: true, faults: [] });
  expect(unhandled).toEqual([]);
}

/** How many refusals of a call for that reason stand in the log. */
function refusedCalls({ channel }: Bound, reason: string): number {
  desk.refusals.flush();
  return auditLines(desk.home)
    .filter((line) => line['event'] === 'ipc.refused' && line['reason'] === reason)
    .filter((line) => (line['ref'] as { channel: string }).channel === channel)
    .reduce((sum, line) => sum + (line['n'] as { calls: number }).calls, 0);
}

const LONE = '\ud800';
const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;
const sparse: unknown[] = [];
sparse.length = 2 ** 32 - 1;
let deep: unknown = {};
for (let i = 0; i < 500; i += 1) deep = { deep };

/** Values in the place of the request, or of any of its parts. */
const ODD: readonly (readonly [what: string, value: unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 1],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['minus nought', -0],
  ['a negative number', -1],
  ['half a number', 0.5],
  ['more than a safe integer', 2 ** 53],
  ['a big integer', 10n],
  ['true', true],
  ['an empty text', ''],
  ['a lone surrogate', LONE],
  ['NUL', 'a\0b'],
  ['text from right to left', '\u202eevil\u202c'],
  ['a huge text', 'y'.repeat(4 * 1024 * 1024)],
  ['a huge buffer', new Uint8Array(4 * 1024 * 1024)],
  ['an array', []],
  ['a long array', new Array(10_000).fill(0)],
  ['a sparse array', sparse],
  ['a cycle', cyclic],
  ['depth', deep],
  ['a map', new Map([['id', 'x']])],
  ['a set', new Set(['x'])],
  ['a date', new Date(0)],
  ['a regular expression', /x/],
  ['an error', new Error('x')],
  ['an ArrayBuffer', new ArrayBuffer(8)],
  ['another typed array', new Float64Array(2)],
  ['an object with __proto__', JSON.parse('{"__proto__":{"polluted":1}}')],
];

describe.each(CALLS)('$name', (bound) => {
  it('answers odd things in place of its request with a code', async () => {
    for (const [what, value] of ODD) {
      const reply = await desk.send(bound.channel, [value]);
      expect([what, reply.ok]).toEqual([what, false]);
      expectNamed(reply);
    }
    expect(codeOf(await desk.send(bound.channel, []))).toBe('invalid_input');
    expect(codeOf(await desk.send(bound.channel, [{}, {}]))).toBe('invalid_input');
    await expectSound();
  });

  it(
    'refuses a request with a part that is odd, missing, or too much',
    async () => {
      const good = goodRequest(bound) as Record<string, unknown>;
      const requests: unknown[] = [
        { ...good, extra: 1 },
        { ...good, constructor: 1 },
        Object.defineProperty({ ...good }, '__proto__', {
          value: { polluted: 1 },
          enumerable: true,
        }),
      ];
      for (const key of Object.keys(good)) {
        const without = { ...good };
        Reflect.deleteProperty(without, key);
        if (!bound.member.request.safeParse(without).success) requests.push(without);
        for (const [, value] of ODD) {
          const odd = { ...good, [key]: value };
          if (!bound.member.request.safeParse(odd).success) requests.push(odd);
        }
      }
      for (const request of requests) {
        desk.pass(2000);
        const reply = await desk.send(bound.channel, [structuredClone(request)]);
        expect(reply.ok).toBe(false);
        expectNamed(reply);
      }
      await expectSound();
    },
    FAULT_TIMEOUT_MS,
  );

  it(
    'answers whatever else may come with a code, and stores nothing of it',
    async () => {
      const requests = fc.oneof(hostile, spoilt(goodRequest(bound)));
      await fc.assert(
        fc.asyncProperty(requests, async (request) => {
          const clone = cloned(request);
          if (clone === null) return;
          if (bound.member.request.safeParse(clone.value).success) return;
          const reply = await desk.send(bound.channel, [clone.value]);
          expect(reply.ok).toBe(false);
          expectNamed(reply);
        }),
        { numRuns: rounds(40, 2000) },
      );
      await expectSound();
    },
    FAULT_TIMEOUT_MS,
  );

  it('is nothing to a stranger', async () => {
    const strangers: (FrameFacts | null)[] = [
      null,
      ownFrame(),
      { ...ownFrame(), parent: desk.frame },
      { ...ownFrame(), url: '', origin: '' },
      { ...ownFrame(), url: 'https://example.com/', origin: 'https://example.com' },
      { ...ownFrame(), origin: 'null' },
    ];
    for (const stranger of strangers) {
      const reply = await desk.send(bound.channel, [goodRequest(bound)], stranger);
      expect(codeOf(reply)).toBe('not_granted');
    }
    expect(refusedCalls(bound, 'not_granted')).toBe(strangers.length);
    await expectSound();
  });

  it(
    'a thousand times a second keeps nobody waiting',
    async () => {
      const request = goodRequest(bound);
      const linesBefore = auditLines(desk.home).length;
      const replies = await Promise.all(
        Array.from({ length: 1000 }, () => desk.send(bound.channel, [structuredClone(request)])),
      );
      for (const reply of replies) expectNamed(reply);
      const limited = replies.filter((reply) => codeOf(reply) === 'rate_limited').length;
      // A lock in between (it is among the calls) answers before the rate does.
      if (desk.host.isOpen()) expect(limited).toBeGreaterThanOrEqual(1000 - 120);
      expect(auditLines(desk.home).length - linesBefore).toBeLessThan(400);
      const before = systemClock.monotonicMs();
      for (let i = 0; i < 1000; i += 1) await desk.send(bound.channel, [structuredClone(request)]);
      // 1000 refused calls: what main has left of the second is its own.
      expect(systemClock.monotonicMs() - before).toBeLessThan(500);
      expect(refusedCalls(bound, 'rate_limited')).toBeGreaterThanOrEqual(limited);
      await removeWhatWasMade();
      await expectSound();
    },
    FAULT_TIMEOUT_MS,
  );
});

/** Buffers as the text that is in them, so that a marker is found there too. */
function inText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
}

/** Plain objects, arrays, scalars and buffers of their own: nothing with a prototype, no view of something larger. */
function isPlain(value: unknown): boolean {
  if (value instanceof Uint8Array) {
    return value.constructor === Uint8Array && value.buffer.byteLength === value.byteLength;
  }
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

describe('every call', () => {
  it('that needs the vault opens nothing while it is being locked, nor after', async () => {
    const sendAll = () =>
      Promise.all(
        CALLS.map(async (bound) => {
          const reply = await desk.send(bound.channel, [structuredClone(goodRequest(bound))]);
          return { bound, reply };
        }),
      );
    const locking = desk.host.lock('owner');
    const during = await sendAll();
    await locking;
    desk.pass(60_000);
    for (const { bound, reply } of [...during, ...(await sendAll())]) {
      const { name, member } = bound;
      if (member.policy.needs === 'open') expect([name, codeOf(reply)]).toEqual([name, 'locked']);
      else expectNamed(reply);
      expect(JSON.stringify(reply, inText)).not.toContain(SAMPLE);
    }
    await expectSound();
  });
});

describe('the replies', () => {
  it('are plain data, and of what is stored in two of them alone', async () => {
    const holding: string[] = [];
    for (const bound of CALLS) {
      if (bound.name === 'vault.lock') continue;
      desk.pass(3000);
      const answer = desk.answers.get(bound.channel);
      const reply = await answer?.(desk.frame, [structuredClone(goodRequest(bound))]);
      expect([bound.name, isPlain(reply)]).toEqual([bound.name, true]);
      const text = JSON.stringify(reply, inText);
      if (text.includes(SAMPLE) || text.includes('"value":"plain"')) holding.push(bound.name);
    }
    expect(holding).toEqual(['secrets.reveal', 'secrets.revealPlain']);
  });
});
