import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal, SessionPatch } from '../../../../src/shared/access.ts';
import type { VaultApi } from '../../../../src/core/api.ts';
import {
  clientWithKey,
  gatewayCall,
  principalOf,
  subject,
  type Subject,
} from '../../../support/access-fixture.ts';
import { plaintextBelow } from '../../../support/find-plaintext.ts';
import {
  PASSWORD,
  auditLines,
  call,
  openVaultAt,
  removeHomes,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;
const DAY_MS = 86_400_000;
const CONVERSATION = 'con_11111111-2222-4333-8444-555555555555';

let at: Subject;
let vault: VaultApi;
let bot: Awaited<ReturnType<typeof clientWithKey>>;

beforeEach(async () => {
  at = await subject();
  ({ vault } = at);
  bot = await clientWithKey(vault, 'bot', { key: { lifetimeSeconds: null } });
  return () => vault.close();
});

const me = (): Principal => principalOf(vault, bot.key);
const create = (input: SessionPatch & { conversationId?: string | null } = {}, who = me()) =>
  vault.access.sessions.create(who, input, gatewayCall());
const get = (id: string, who = me()) => vault.access.sessions.get(who, { id }, gatewayCall());
const list = (input: { all?: boolean } = {}, who = me()) =>
  vault.access.sessions.list(who, input, gatewayCall());
const update = (id: string, patch: SessionPatch) =>
  vault.access.sessions.update(me(), { id, patch }, gatewayCall());
const close = (id: string, who = me()) => vault.access.sessions.close(who, { id }, gatewayCall());
const touch = (id: string, turns = 0) => {
  vault.access.sessions.touch(me(), { id, turns });
};
const reopen = async () => {
  await vault.lock('owner', call());
  await vault.unlock({ password: utf8(PASSWORD) }, call());
};
const inFile = (id: string) => at.store.get('session_activity', id);
const instantIn = (ms: number) => new Date(at.clock.nowMs() + ms).toISOString();

describe('a session', () => {
  it('is kept sealed, shown to its client, and there again after a lock and a restart', async () => {
    const input = { profile: 'night', metadata: { topic: 'Wetterbericht' } };
    const made = await create({ ...input, conversationId: CONVERSATION });
    const now = at.clock.nowText();
    expect(made).toEqual({
      id: expect.stringMatching(/^ses_[0-9a-f-]{36}$/) as string,
      clientId: bot.id,
      conversationId: CONVERSATION,
      ...input,
      status: 'active',
      createdAt: now,
      expiresAt: instantIn(DAY_MS),
      lastActivityAt: now,
      turnCount: 0,
    });
    expect(await get(made.id)).toEqual(made);
    await reopen();
    expect(await get(made.id)).toEqual(made);
    await vault.close();
    expect(plaintextBelow(at.home, ['Wetterbericht', 'night'])).toEqual([]);
    vault = openVaultAt(at.home, { clock: at.clock });
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(await list()).toEqual([made]);
  });

  it('leaves lines with its id when it is begun, changed and closed, and none for a look or a touch', async () => {
    const before = auditLines(at.home).length;
    const { id } = await create();
    await get(id);
    touch(id);
    await update(id, { profile: 'x' });
    await list();
    await close(id);
    const lines = auditLines(at.home).slice(before);
    const ref = { client: bot.id, key: bot.keyId, session: id };
    expect(lines.map(({ event, outcome }) => `${String(event)} ${String(outcome)}`)).toEqual([
      'session.create attempt',
      'session.create ok',
      'session.update attempt',
      'session.update ok',
      'session.close attempt',
      'session.close ok',
    ]);
    for (const line of lines) expect(line['ref']).toEqual(ref);
  });

  it('changes what is said of it, and lasts a day from then', async () => {
    const { id } = await create({ profile: 'a', metadata: { x: '1', y: '2' } });
    at.clock.advance(1000);
    touch(id, 3);
    expect(await update(id, { metadata: { x: null, z: '3' } })).toMatchObject({
      profile: 'a',
      metadata: { y: '2', z: '3' },
      turnCount: 3,
      expiresAt: instantIn(DAY_MS),
    });
    expect(await update(id, { profile: null })).toMatchObject({ profile: null });
    await reopen();
    expect(await get(id)).toMatchObject({ profile: null, metadata: { y: '2', z: '3' } });
  });

  it('stays when it is closed, and closes once', async () => {
    const { id } = await create();
    await close(id);
    const closed = await get(id);
    expect(closed.status).toBe('closed');
    await close(id);
    await expect(update(id, { profile: 'x' })).rejects.toThrow(code('invalid_input'));
    touch(id, 1);
    expect(await get(id)).toEqual(closed);
    expect(await list()).toEqual([]);
    expect(await list({ all: true })).toEqual([closed]);
    await reopen();
    expect(await list({ all: true })).toEqual([closed]);
  });

  it('of another client is not there, whatever is asked of it', async () => {
    const { id } = await create();
    const other = principalOf(vault, (await clientWithKey(vault, 'other')).key);
    const none = 'ses_00000000-0000-4000-8000-000000000000';
    for (const asked of [id, none]) {
      await expect(get(asked, other)).rejects.toThrow(code('not_found'));
      await expect(close(asked, other)).rejects.toThrow(code('not_found'));
      const changed = vault.access.sessions.update(other, { id: asked, patch: {} }, gatewayCall());
      await expect(changed).rejects.toThrow(code('not_found'));
      expect(() => {
        vault.access.sessions.touch(other, { id: asked });
      }).toThrow(code('not_found'));
    }
    expect(await list({ all: true }, other)).toEqual([]);
    expect(await get(id)).toMatchObject({ status: 'active' });
  });

  it.each<object>([
    { profile: '' },
    { profile: 'a\nb' },
    { profile: 'a'.repeat(65) },
    { profile: 5 },
    { profile: '\ud800' },
    { metadata: [] },
    { metadata: { a: 1 } },
    { metadata: { 'a b': 'x' } },
    { metadata: { a: 'x'.repeat(1025) } },
    { metadata: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`a${String(i)}`, 'x'])) },
    { conversationId: 'con_x' },
    { conversationId: 5 },
    { status: 'closed' },
  ])('refuses %j', async (input) => {
    await expect(create(input)).rejects.toThrow(code('invalid_input'));
    expect(await list({ all: true })).toEqual([]);
  });

  it('refuses an id that is none, and turns that are no number', async () => {
    const { id } = await create();
    await expect(get('x')).rejects.toThrow(code('invalid_input'));
    for (const turns of [-1, 0.5, Number.NaN]) {
      expect(() => {
        touch(id, turns);
      }).toThrow(code('invalid_input'));
    }
  });
});

describe('the list of sessions', () => {
  it('begins with the one that was used last', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      ids.push((await create()).id);
      at.clock.advance(1000);
    }
    touch(ids[0] ?? '');
    const order = [ids[0], ids[2], ids[1]];
    expect((await list()).map(({ id }) => id)).toEqual(order);
    await reopen();
    expect((await list({ all: true })).map(({ id }) => id)).toEqual(order);
  });

  it('passes over a row that says something else than was sealed; asked for by id it is damaged', async () => {
    const { id } = await create();
    const other = await create();
    const stolen = await clientWithKey(vault, 'thief');
    await vault.lock('owner', call());
    at.store.transaction((tx) => {
      const row = tx.get('sessions', id);
      if (row !== null) tx.update('sessions', { ...row, client_id: stolen.id });
      const ended = tx.get('sessions', other.id);
      if (ended !== null) tx.update('sessions', { ...ended, status: 'closed' });
    });
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    const thief = principalOf(vault, stolen.key);
    expect(await list({ all: true }, thief)).toEqual([]);
    await expect(get(id, thief)).rejects.toThrow(code('record_corrupt'));
    await expect(get(other.id)).rejects.toThrow(code('record_corrupt'));
    expect(await list({ all: true })).toEqual([]);
  });
});

describe('a client', () => {
  it('has a thousand sessions at most that go on', async () => {
    const rows = await create();
    const row = at.store.get('sessions', rows.id);
    const activity = inFile(rows.id);
    if (row === null || activity === null) throw new Error('not written through');
    at.store.transaction((tx) => {
      for (let i = 0; i < 999; i += 1) {
        const id = `ses_00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
        tx.insert('sessions', { ...row, id });
        tx.insert('session_activity', { ...activity, session_id: id });
      }
    });
    await reopen();
    await expect(create()).rejects.toThrow(code('over_quota'));
    at.clock.advance(DAY_MS);
    await create();
  });
});

describe('touches', () => {
  it('move the end of a session, and wait for the fifth or the minute', async () => {
    const { id, expiresAt } = await create();
    at.clock.advance(1000);
    for (let i = 0; i < 4; i += 1) touch(id, 1);
    expect(await get(id)).toMatchObject({ turnCount: 4, expiresAt: instantIn(DAY_MS) });
    vault.access.flush();
    expect(inFile(id)).toMatchObject({ turn_count: 0, expires_at: expiresAt });
    touch(id, 1);
    expect(inFile(id)).toMatchObject({ turn_count: 5, expires_at: instantIn(DAY_MS) });
    touch(id, 1);
    at.clock.advance(58_000);
    vault.access.flush();
    expect(inFile(id)).toMatchObject({ turn_count: 5 });
    at.clock.advance(2000);
    vault.access.flush();
    expect(inFile(id)).toMatchObject({ turn_count: 6 });
  });

  it('are written by a lock, and survive a change in between', async () => {
    const { id } = await create();
    touch(id, 2);
    await vault.clients.add({ name: 'x' }, call());
    expect(await get(id)).toMatchObject({ turnCount: 2 });
    await vault.lock('owner', call());
    expect(inFile(id)).toMatchObject({ turn_count: 2 });
    touch2(id);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(await get(id)).toMatchObject({ turnCount: 2 });
  });

  /** While locked there is nothing to note. */
  const touch2 = (id: string) => {
    touch(id, 5);
  };

  it('keep a session alive; without one it ends after a day to the millisecond', async () => {
    const { id } = await create();
    at.clock.advance(DAY_MS - 1);
    touch(id);
    at.clock.advance(DAY_MS - 1);
    expect((await get(id)).status).toBe('active');
    at.clock.advance(1);
    expect((await get(id)).status).toBe('expired');
    touch(id);
    expect((await get(id)).status).toBe('expired');
    await expect(update(id, { profile: 'x' })).rejects.toThrow(code('invalid_input'));
  });

  it('count the hours of the setting', async () => {
    await vault.settings.set({ name: 'session.hours', value: '2' }, call());
    expect((await create()).expiresAt).toBe(instantIn(2 * 3_600_000));
  });
});

describe('expire', () => {
  it('marks the sessions whose time is over, and an unlock does so too', async () => {
    const [first, second] = [await create(), await create()];
    at.clock.advance(1000);
    touch(second.id);
    at.clock.advance(DAY_MS - 1000);
    vault.access.expire();
    expect(at.store.get('sessions', first.id)?.status).toBe('expired');
    expect(at.store.get('sessions', second.id)?.status).toBe('active');
    expect((await list({ all: true })).map(({ status }) => status)).toEqual(['active', 'expired']);
    await vault.lock('owner', call());
    at.clock.advance(1000);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(at.store.get('sessions', second.id)?.status).toBe('expired');
  });
});

describe('a client that goes', () => {
  it('leaves its sessions closed when it is removed, and none when it is purged', async () => {
    const { id } = await create({ metadata: { a: 'b' } });
    const other = await clientWithKey(vault, 'other');
    const kept = await create({}, principalOf(vault, other.key));
    touch(id, 1);
    await vault.clients.remove({ id: bot.id }, call());
    expect(at.store.get('sessions', id)).toMatchObject({ status: 'closed', version: 2 });
    await vault.clients.purge({ id: bot.id }, call());
    await vault.lock('owner', call());
    expect(at.store.get('sessions', id)).toBeNull();
    expect(inFile(id)).toBeNull();
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(await get(kept.id, principalOf(vault, other.key))).toEqual(kept);
  });
});

describe('a new vault key', () => {
  it('seals sessions again', async () => {
    const made = await create({ profile: 'p', metadata: { a: 'b' } });
    const change = { current: utf8(PASSWORD), next: utf8(`${PASSWORD} and more`) };
    await vault.changePassword({ ...change, renewVaultKey: true }, call());
    expect(await get(made.id)).toEqual(made);
    await vault.lock('owner', call());
    await vault.unlock({ password: utf8(`${PASSWORD} and more`) }, call());
    expect(await list({ all: true })).toEqual([made]);
  });
});
