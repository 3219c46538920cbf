import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import type {
  ImportClient,
  ImportClientsInput,
  ImportSession,
} from '../../../../src/core/client-api.ts';
import type { StoreTransaction, VaultStore } from '../../../../src/core/ports.ts';
import { plaintextBelow } from '../../../support/find-plaintext.ts';
import { replaceMethods } from '../../../support/replace-methods.ts';
import {
  SteppingClock,
  auditLines,
  call,
  removeHomes,
  unlockedVault,
} from '../../../support/vault-fixture.ts';

const clock = new SteppingClock();
let vault: VaultApi;
let home = '';
let store: VaultStore;

beforeEach(async () => {
  const wrapStore = (opened: VaultStore) => (store = opened);
  ({ vault, home } = await unlockedVault({ clock, wrapStore }));
});
afterEach(async () => {
  await vault.close();
});
afterAll(removeHomes);

const UUID = '11111111-1111-4111-8111-111111111111';
const NOW = '2026-11-20T07:00:00.000Z';
const TOMORROW = '2026-11-21T07:00:00.000Z';

function client(sourceId: string, more: Partial<ImportClient> = {}): ImportClient {
  return { sourceId, name: `name of ${sourceId}`, status: 'active', ...more };
}

function session(sourceId: string, more: Partial<ImportSession> = {}): ImportSession {
  return {
    ...{ sourceId, client: null, conversation: null, profile: null, status: 'active' },
    ...{ metadata: {}, turnCount: 0 },
    ...more,
  };
}

function take(parts: Partial<ImportClientsInput>) {
  const none = { source: 'sonia', clients: [], sessions: [], dryRun: false };
  return vault.clients.importAll({ ...none, ...parts }, call());
}

const outcomes = (rows: readonly { outcome: string; code?: string }[]) =>
  rows.map(({ outcome, code = '' }) => `${outcome} ${code}`.trim());

describe('clients of an older store', () => {
  it('keep id, name, external id, address, metadata, status and instants', async () => {
    const known = {
      ...{ name: 'Ada', externalId: 'auth0|1', email: 'Ada@example.org', metadata: { n: '1' } },
      ...{ createdAt: '2025-01-01T00:00:00.000Z', updatedAt: '2025-02-01T00:00:00.000Z' },
    };
    const lastSeenAt = '2025-03-01T00:00:00.000Z';
    const { clients } = await take({ clients: [client(UUID, { ...known, lastSeenAt })] });
    expect(clients).toEqual([{ sourceId: UUID, id: `cli_${UUID}`, outcome: 'imported' }]);
    expect(await vault.clients.get({ name: 'ada' }, call())).toEqual({
      ...{ id: `cli_${UUID}`, ...known, description: null, plan: 'free', status: 'active' },
      ...{ pausedAt: null, lastSeenAt },
    });
    expect(await vault.keys.list({ all: true }, call())).toEqual([]);
    expect(await vault.clients.get({ id: `cli_${UUID}` }, call())).toMatchObject({ lastSeenAt });
  });

  it('that were deleted stay so, and hide', async () => {
    await take({
      clients: [client('gone', { status: 'deleted' }), client('held', { status: 'suspended' })],
    });
    const { clients } = await vault.clients.list({}, call());
    expect(clients.map(({ name, status }) => [name, status])).toEqual([
      ['name of held', 'suspended'],
    ]);
    expect((await vault.clients.list({ all: true }, call())).clients).toHaveLength(2);
  });

  it('verify after a restart, and none of their words lies open in the files', async () => {
    const words = { name: 'Plainword', externalId: 'plainid-7', email: 'plain@mail.example' };
    await take({
      clients: [client('plain-source', { ...words, metadata: { k: 'plainmeta' } })],
      sessions: [session('plain-session', { client: 'plain-source', profile: 'plainprofile' })],
    });
    await vault.close();
    const sealed = ['plainmeta', 'plain-session', 'plain-source', 'plainprofile'];
    expect(plaintextBelow(home, [...Object.values(words), ...sealed])).toEqual([]);
    ({ vault } = await unlockedVault({ home, clock }));
    expect(vault.status()).toMatchObject({ state: 'unlocked' });
    expect((await vault.clients.list({}, call())).damaged).toEqual([]);
  });

  it('that clash by name, external id, address or id are reported; what is there stays', async () => {
    const own = { name: 'Ada', externalId: 'x', email: 'a@b' };
    await vault.clients.add(own, call());
    const clients = [
      client('1', { name: 'ADA' }),
      client('2', { externalId: 'x' }),
      client('3', { email: 'A@B' }),
      client('4', { email: 'new@b' }),
      client('5', { email: 'NEW@b' }),
      client('4', { name: 'again' }),
    ];
    const report = await take({ clients });
    const clash = 'clash name_taken';
    expect(outcomes(report.clients)).toEqual([clash, clash, clash, 'imported', clash, clash]);
    expect(await vault.clients.get({ name: 'ada' }, call())).toMatchObject(own);
    expect(outcomes((await take({ clients })).clients)).toEqual(Array(6).fill(clash));
  });

  it('that may not be so are refused one by one, and the others come', async () => {
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${String(i)}`, 'v']));
    const { clients } = await take({
      clients: [
        client('1', { name: 'a\0' }),
        client('2', { name: '\ud800' }),
        client('3', { email: 'nobody' }),
        client('4', { metadata: many }),
        client('5', { createdAt: 'soon' }),
        client('6', { status: 'constructor' as 'active' }),
        client('', {}),
        client('8'),
      ],
    });
    expect(outcomes(clients)).toEqual([
      ...['refused name_invalid', 'refused name_invalid', 'refused invalid_input'],
      ...['refused invalid_input', 'refused invalid_input', 'refused invalid_input'],
      ...['refused invalid_input', 'imported'],
    ]);
  });

  it('come in one change of the vault, with a line for the import and one for each client', async () => {
    const before = store.get('vault_manifest', 1)?.generation ?? 0;
    const lines = auditLines(home).length;
    const context = call();
    const input = { source: 'sonia', clients: [client('1'), client('2')], dryRun: false };
    const { clients } = await vault.clients.importAll(
      { ...input, sessions: [session('s')] },
      context,
    );
    expect(store.get('vault_manifest', 1)?.generation).toBe(before + 1);
    const own = auditLines(home).slice(lines);
    expect(own.map(({ event, outcome }) => `${String(event)} ${String(outcome)}`)).toEqual([
      ...['client.import attempt', 'client.import ok'],
      ...['client.add ok', 'client.add ok', 'client.add ok'],
    ]);
    expect(own[1]).toMatchObject({
      ref: { source: 'sonia' },
      n: { clients: 2, sessions: 1, clash: 0, refused: 0, dry_run: 0 },
    });
    expect(own[2]).toMatchObject({ ref: { client: clients[0]?.id } });
    expect(new Set(own.map(({ cid }) => cid)).size).toBe(1);
  });

  it('are written all or none: a crash in the middle leaves nothing', async () => {
    const broken = { rows: 0 };
    const breaking = (tx: StoreTransaction) =>
      replaceMethods(tx, (real) => ({
        insert: (table, row) => {
          if (table === 'sessions' && (broken.rows += 1) === 2) throw new Error('no more');
          real.insert(table, row);
        },
      }));
    const crash = (opened: VaultStore) =>
      replaceMethods(opened, (real) => ({
        transaction: (write) => real.transaction((tx) => write(breaking(tx))),
      }));
    await vault.close();
    ({ vault } = await unlockedVault({
      home,
      clock,
      wrapStore: (opened) => (store = crash(opened)),
    }));
    const rows = {
      clients: [client('1')],
      sessions: [session('a', { client: '1' }), session('b', { client: '1' })],
    };
    await expect(take(rows)).rejects.toMatchObject({ code: 'internal' });
    expect([store.count('clients'), store.count('sessions')]).toEqual([0, 0]);
    broken.rows = 9;
    expect(outcomes((await take(rows)).sessions)).toEqual(['imported', 'imported']);
  });

  it('are named the same by a dry run, which writes nothing but its line', async () => {
    const rows = {
      clients: [client('1'), client('1'), client('2', { name: '' })],
      sessions: [session('s')],
    };
    const dry = await take({ ...rows, dryRun: true });
    expect([store.count('clients'), store.count('sessions')]).toEqual([0, 0]);
    expect(auditLines(home).at(-1)).toMatchObject({
      event: 'client.import',
      outcome: 'ok',
      n: { clients: 1, sessions: 1, clash: 1, refused: 1, dry_run: 1 },
    });
    expect(await take(rows)).toEqual(dry);
  });

  it('cannot be imported while locked, nor too many at once', async () => {
    const clients = Array.from({ length: 10_001 }, () => client('x'));
    await expect(take({ clients })).rejects.toMatchObject({ code: 'too_large' });
    await vault.lock('owner', call());
    await expect(take({})).rejects.toMatchObject({ code: 'locked' });
  });

  it.each([
    { clients: null },
    { clients: [null] },
    { sessions: ['x'] },
    { source: '' },
    { source: 'Not A Word' },
    { dryRun: 'no' },
  ])('that are no import at all are refused: %j', async (wrong) => {
    await expect(take(wrong as never)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('sessions of an older store', () => {
  const rowOf = (id: string | null | undefined) => ({
    ...store.get('sessions', id ?? ''),
    ...store.get('session_activity', id ?? ''),
  });

  it('keep id, owner, instants, turns and status', async () => {
    const { sessions } = await take({
      clients: [client('u')],
      sessions: [
        session(`ses_${UUID}`, {
          ...{ client: 'u', status: 'closed', turnCount: 4 },
          ...{ createdAt: '2025-01-01T00:00:00.000Z', updatedAt: '2025-01-03T00:00:00.000Z' },
          ...{ lastActivityAt: '2025-01-02T00:00:00.000Z', expiresAt: '2025-01-04T00:00:00.000Z' },
        }),
      ],
    });
    const owner = (await vault.clients.get({ name: 'name of u' }, call())).id;
    expect(rowOf(sessions[0]?.id)).toMatchObject({
      ...{ id: `ses_${UUID}`, version: 1, client_id: owner, status: 'closed', turn_count: 4 },
      ...{ created_at: '2025-01-01T00:00:00.000Z', updated_at: '2025-01-03T00:00:00.000Z' },
      ...{ last_activity_at: '2025-01-02T00:00:00.000Z', expires_at: '2025-01-04T00:00:00.000Z' },
    });
  });

  it.each([
    [
      'goes on until its end',
      'active',
      '2026-11-20T09:00:00.000Z',
      'active',
      '2026-11-20T09:00:00.000Z',
    ],
    [
      'that is over has expired',
      'active',
      '2026-11-20T06:59:59.999Z',
      'expired',
      '2026-11-20T06:59:59.999Z',
    ],
    ['that ends at this instant has expired', 'active', NOW, 'expired', NOW],
    ['lasts a day at most from now', 'active', '9999-12-31T23:59:59.999Z', 'active', TOMORROW],
    ['that never said when lasts a day', 'active', undefined, 'active', TOMORROW],
    [
      'that was closed stays closed',
      'closed',
      '2999-01-01T00:00:00.000Z',
      'closed',
      '2999-01-01T00:00:00.000Z',
    ],
  ] as const)('one that %s', async (_what, status, expiresAt, becomes, until) => {
    const { sessions } = await take({
      sessions: [session('s', { status, ...(expiresAt === undefined ? {} : { expiresAt }) })],
    });
    expect(rowOf(sessions[0]?.id)).toMatchObject({ status: becomes, expires_at: until });
  });

  it('are at once there for their client, as they were', async () => {
    await take({ sessions: [session('a', { status: 'closed' })] });
    const { key, summary } = await vault.keys.create(
      { client: { name: 'default' }, name: 'k' },
      call(),
    );
    key.fill(0);
    const { id: keyId, clientId, expiresAt } = summary;
    const who = { clientId, keyId, tokenId: null, expiresAt };
    expect(await vault.access.sessions.list(who, {}, call())).toEqual([]);
    const more = { conversation: UUID, profile: 'fast', metadata: { k: 'v' }, turnCount: 2 };
    await take({ sessions: [session('b', more)] });
    expect(await vault.access.sessions.list(who, {}, call())).toMatchObject([
      {
        ...{ clientId, conversationId: `con_${UUID}`, profile: 'fast', status: 'active' },
        ...{ metadata: { k: 'v' }, turnCount: 2, expiresAt: TOMORROW, createdAt: NOW },
      },
    ]);
  });

  it('of a client that was deleted are closed', async () => {
    const { sessions } = await take({
      clients: [client('u', { status: 'deleted' })],
      sessions: [session('s', { client: 'u' })],
    });
    expect(rowOf(sessions[0]?.id)).toMatchObject({ status: 'closed' });
  });

  it('of nobody go to the client default, which is made once, also after it got another name', async () => {
    const first = await take({ sessions: [session('a'), session('b')] });
    expect(first.madeDefault).toBe(true);
    const made = await vault.clients.get({ name: 'default' }, call());
    expect(rowOf(first.sessions[0]?.id)).toMatchObject({ client_id: made.id });
    await vault.clients.update({ ref: { id: made.id }, patch: { newName: 'old bot' } }, call());
    const second = await take({ sessions: [session('c')] });
    expect(second.madeDefault).toBe(false);
    expect(rowOf(second.sessions[0]?.id)).toMatchObject({ client_id: made.id });
    expect(store.count('clients')).toBe(1);
  });

  it('of nobody go to a default of the owner or of the file', async () => {
    const inFile = await take({
      clients: [client('d', { name: 'Default' })],
      sessions: [session('a')],
    });
    expect(inFile.madeDefault).toBe(false);
    expect(rowOf(inFile.sessions[0]?.id)).toMatchObject({ client_id: inFile.clients[0]?.id });
    expect((await take({ sessions: [session('b')] })).madeDefault).toBe(false);
    await vault.clients.remove({ name: 'default' }, call());
    expect(outcomes((await take({ sessions: [session('c')] })).sessions)).toEqual([
      'refused not_found',
    ]);
  });

  it('of a client that stays out stay out; the same one never comes twice', async () => {
    const rows = {
      clients: [client('u'), client('bad', { name: '' })],
      sessions: [
        session('s', { client: 'u' }),
        session('s', { client: 'u' }),
        session('t', { client: 'bad' }),
      ],
    };
    const report = await take(rows);
    expect(outcomes(report.sessions)).toEqual([
      'imported',
      'clash name_taken',
      'refused not_found',
    ]);
    expect(outcomes((await take({ sessions: [session('s')] })).sessions)).toEqual([
      'clash name_taken',
    ]);
    const other = await take({ source: 'companion', sessions: [session('s')] });
    expect(outcomes(other.sessions)).toEqual(['imported']);
  });

  it('that may not be so are refused', async () => {
    const { sessions } = await take({
      sessions: [
        session('1', { status: 'toString' as 'active' }),
        session('2', { turnCount: -1 }),
        session('3', { turnCount: 1.5 }),
        session('4', { profile: 'x'.repeat(65) }),
        session('5', { metadata: { 'no no': 'x' } }),
        session('6', { expiresAt: '2025-01-01' }),
        session('7', { conversation: 'a\0' }),
        session('8\ud800'),
        session('9', { client: 5 as never }),
      ],
    });
    expect(new Set(outcomes(sessions))).toEqual(new Set(['refused invalid_input']));
    expect(store.count('sessions')).toBe(0);
  });
});
