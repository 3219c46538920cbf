import { contract } from '../../src/shared/ipc/contract.ts';
import { channelOf } from '../../src/shared/ipc/outline.ts';
import type { Call, Event } from '../../src/shared/ipc/call.ts';
import { goodRequests } from '../support/good-requests.ts';
import { OTHER_PASSWORD, utf8 } from '../support/vault-fixture.ts';
import { expect, test } from './host/fixture.ts';
import { ask, idOf, refusalOf, valueOf, type AnyCalls } from './support/ask.ts';
import { auditLines, refusedCalls } from './support/audit-lines.ts';
import { lockedTitle, unlock } from './support/doors.ts';
import { SAMPLE_SECRETS } from './support/sample-secrets.ts';

/*
 * SECURITY: a compromised renderer gets one audited and rate-limited reveal at a time, no bulk export, no password change
 * without the current one. It asks main here, past the page's own code.
 */

test.use({ vault: 'sample' });

/** Seen from inside the page. */
interface HostileWindow {
  readonly strongroom: AnyCalls;
}

/** Every text and every buffer in a value, as one text. */
function everythingIn(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Uint8Array ? Buffer.from(part).toString('latin1') : part,
  );
}

const CONCEALED = SAMPLE_SECRETS.flatMap(({ concealed = {}, earlier = [], totp }) => [
  ...Object.values(concealed),
  ...earlier.flatMap((version) => Object.values(version.concealed)),
  ...(totp === undefined ? [] : [totp, 'JBSWY3DPEHPK3PXP']),
]);

test('no call but reveal answers a concealed value', async ({ page, home }) => {
  await unlock(page);
  const { secrets } = valueOf(await ask(page, 'secrets', 'list', {}));
  const replies: unknown[] = [secrets];
  for (const { id, version } of secrets) {
    replies.push(
      valueOf(await ask(page, 'secrets', 'describe', { id })),
      valueOf(await ask(page, 'secrets', 'history', { id })),
      valueOf(await ask(page, 'secrets', 'revealPlain', { id })),
      await ask(page, 'secrets', 'revealPlain', { id, version: 1 }),
      await ask(page, 'secrets', 'compare', { id, version: 1, with: version }),
    );
  }
  const id = await idOf(page, 'ig-live');
  replies.push(
    valueOf(await ask(page, 'secrets', 'totp', { id })),
    valueOf(await ask(page, 'secrets', 'copy', { id, what: { kind: 'field', field: 'password' } })),
    valueOf(await ask(page, 'settings', 'list', {})),
    valueOf(await ask(page, 'audit', 'query', { limit: 500 })),
    valueOf(await ask(page, 'vault', 'status', {})),
    // A name of several, of none, of something else.
    await ask(page, 'secrets', 'reveal', { id, field: '*' }),
    await ask(page, 'secrets', 'reveal', { id, field: 'totp' }),
    await ask(page, 'secrets', 'reveal', { id, field: ['password', 'api-key'] } as never),
    await ask(page, 'secrets', 'reveal', { id } as never),
  );
  const answered = everythingIn(replies);
  expect(CONCEALED.filter((value) => answered.includes(value))).toEqual([]);
  const one = valueOf(await ask(page, 'secrets', 'reveal', { id, field: 'password' }));
  expect(everythingIn(one.fields)).toBe('[{"name":"password","value":"brass-lantern-forty"}]');
  const lines = auditLines(home).filter(({ event }) => event === 'secret.reveal');
  expect(lines.at(-1)).toMatchObject({ outcome: 'ok', ref: { secret: id }, actor: 'owner' });
});

test('a page that asks for every value gets a few, is told to wait, and each try is in the log', async ({
  app,
  page,
  home,
}) => {
  await unlock(page);
  const { secrets } = valueOf(await ask(page, 'secrets', 'list', {}));
  const targets = secrets.flatMap(({ id, name }) =>
    Object.keys(SAMPLE_SECRETS.find((sample) => sample.name === name)?.concealed ?? {}).map(
      (field) => ({ id, field }),
    ),
  );
  const got = await page.evaluate(async (wanted) => {
    const { secrets: calls } = (window as unknown as HostileWindow).strongroom;
    const began = performance.now();
    const replies = await Promise.all(
      Array.from({ length: 600 }, async (_, at) => calls?.['reveal']?.(wanted[at % wanted.length])),
    );
    const refusals = replies.flatMap((reply) => (reply?.ok === false ? [reply.error] : []));
    return {
      values: replies.filter((reply) => reply?.ok === true).length,
      codes: [...new Set(refusals.map(({ code }) => code))],
      refusals: refusals.length,
      waits: refusals.map(({ retryAfterMs = 0 }) => retryAfterMs),
      seconds: (performance.now() - began) / 1000,
    };
  }, targets);
  expect(got.codes).toEqual(['rate_limited']);
  expect(got.values).toBeGreaterThan(0);
  expect(got.values).toBeLessThanOrEqual(12 + Math.ceil(got.seconds / 2));
  for (const wait of got.waits) expect(wait > 0 && wait <= 2000).toBe(true);
  // The way by the clipboard is the same way.
  const [{ id, field } = { id: '', field: '' }] = targets;
  const copied = await ask(page, 'secrets', 'copy', { id, what: { kind: 'field', field } });
  expect(refusalOf(copied).code).toBe('rate_limited');
  // The owner waits as long as he is told, and no longer.
  const revealed = async () => (await ask(page, 'secrets', 'reveal', { id, field })).ok;
  await expect.poll(revealed, { intervals: [2000], timeout: 10_000 }).toBe(true);
  await app.close();
  const lines = auditLines(home).filter(({ event }) => event === 'secret.reveal');
  expect(lines.length).toBe(got.values + 1);
  const refused = refusedCalls(home, channelOf('secrets', 'reveal'), 'rate_limited');
  expect(refused).toBeGreaterThanOrEqual(got.refusals);
  expect(refused).toBeLessThanOrEqual(got.refusals + 5);
});

test('a page changes no password and no rule by itself, and a flood of it does not stall main', async ({
  app,
  page,
  home,
}) => {
  await unlock(page);
  await test.step('the password needs the present one', async () => {
    const change = { next: utf8(OTHER_PASSWORD), renewVaultKey: false };
    const wrong = { ...change, current: utf8('not the present password') };
    expect(refusalOf(await ask(page, 'vault', 'changePassword', wrong)).code).toBe('bad_password');
    const none = await ask(page, 'vault', 'changePassword', change as never);
    expect(refusalOf(none).code).toBe('invalid_input');
    const again = await ask(page, 'vault', 'setup', { password: utf8(OTHER_PASSWORD) });
    expect(refusalOf(again).code).toBe('already_initialized');
    const failures = auditLines(home).filter(({ reason }) => reason === 'bad_password');
    expect(failures).toMatchObject([{ outcome: 'denied', n: { counted: 1 } }]);
  });
  await test.step('no setting leaves its range', async () => {
    const weak = {
      'clipboard.clear_seconds': ['0', '601', '-1', 'never', '1e9'],
      'reveal.hide_seconds': ['0', '301', 'Infinity'],
      'lock.idle_minutes': ['2', '720', '-1', '10.5'],
      'kdf.memory_mib': ['8', '64', '127', '1025'],
      'history.keep': ['-1', '101'],
    };
    const before = valueOf(await ask(page, 'settings', 'list', {}));
    const tries = Object.entries(weak).flatMap(([name, values]) =>
      values.map((value) => ({ name, value })),
    );
    const odd = [
      { name: 'rate.reveal', value: '9' },
      { name: '__proto__', value: '1' },
    ];
    for (const request of [...tries, ...odd]) {
      const { code } = refusalOf(await ask(page, 'settings', 'set', request));
      expect([request, code]).toEqual([
        request,
        expect.stringMatching(/invalid_input|not_found|rate_limited/),
      ]);
    }
    expect(valueOf(await ask(page, 'settings', 'list', {}))).toEqual(before);
  });
  await test.step('main answers within a second while a thousand calls come in', async () => {
    const lag = app.evaluate(longestPause, 1500);
    const seen = await page.evaluate(async () => {
      const { strongroom } = window as unknown as HostileWindow;
      const calls = ['list', 'describe', 'history', 'totp', 'reveal', 'remove'];
      const flood = Array.from({ length: 1000 }, async (_, at) =>
        strongroom['secrets']?.[calls[at % calls.length] ?? '']?.(at % 2 === 0 ? {} : { id: at }),
      );
      const began = performance.now();
      await strongroom['vault']?.['status']?.({});
      const statusMs = performance.now() - began;
      const replies = await Promise.all(flood);
      return { statusMs, answers: replies.filter((reply) => reply !== undefined).length };
    });
    expect(seen.answers).toBe(1000);
    // It came in after all of them; most of the time is the way of a thousand messages.
    expect(seen.statusMs).toBeLessThan(8000);
    expect(await lag).toBeLessThan(1000);
  });
});

/** The longest time in milliseconds that main did not come back to its events. */
function longestPause(_electron: unknown, forMs: number): Promise<number> {
  return new Promise((done) => {
    let [longest, last] = [0, performance.now()];
    const began = last;
    const look = (): void => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (now - began > forMs) done(longest);
      else setTimeout(look, 1);
    };
    look();
  });
}

test('while the vault is locked every call that needs it is refused and is in the log', async ({
  app,
  page,
  home,
}) => {
  await expect(lockedTitle(page)).toBeVisible();
  const requests = goodRequests('00000000-0000-4000-8000-000000000001') as unknown as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
  const closed = Object.entries(contract as Record<string, Record<string, Call | Event>>).flatMap(
    ([group, members]) =>
      Object.entries(members)
        .filter(([, member]) => member.kind === 'call' && member.policy.needs === 'open')
        .map(([verb]) => ({ group, verb, request: requests[group]?.[verb] })),
  );
  expect(closed.length).toBeGreaterThan(25);
  const codes = await page.evaluate(async (calls) => {
    const { strongroom } = window as unknown as HostileWindow;
    const replies = calls.map(async ({ group, verb, request }) => {
      const reply = await strongroom[group]?.[verb]?.(request);
      return reply?.ok === false ? reply.error.code : 'answered';
    });
    return Promise.all(replies);
  }, closed);
  expect(codes).toEqual(closed.map(() => 'locked'));
  await app.close();
  for (const { group, verb } of closed) {
    expect([verb, refusedCalls(home, channelOf(group, verb), 'locked')]).toEqual([verb, 1]);
  }
});
