import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import {
  SteppingClock,
  auditLines,
  call,
  field,
  removeHomes,
  unlockedVault,
} from '../../../support/vault-fixture.ts';

let vault: VaultApi;
let home = '';
const clock = new SteppingClock();
const client = { name: 'bot' };

beforeAll(async () => {
  ({ vault, home } = await unlockedVault({ clock }));
  await vault.clients.add(client, call());
  await vault.clients.add({ name: 'other' }, call());
  for (const environment of ['paper', 'live', 'test']) {
    await vault.secrets.set(
      { name: environment, fields: [field('x')], metadata: { environment } },
      call(),
    );
  }
});
afterAll(async () => {
  await vault.close();
  removeHomes();
});

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;
const add = (input: object) =>
  vault.grants.add({ client, secret: { name: 'paper' }, mode: 'read', ...input }, call());
const list = (filter = {}) => vault.grants.list(filter, call());

describe('grant add, ls and rm', () => {
  it('keeps what was granted and says who, what and on which side of the fence', async () => {
    const { id } = await add({
      mode: 'inject',
      rules: { hosts: ['paper-api.alpaca.markets'], paths: ['/v2/*'], methods: ['GET', 'POST'] },
      limits: { perMinute: 10, perDay: 1000 },
      expiresAt: '2027-01-01T00:00:00.000Z',
    });
    const { id: clientId } = await vault.clients.get(client, call());
    const { id: objectId } = await vault.secrets.describe({ name: 'paper' }, call());
    expect(await list()).toEqual([
      {
        id,
        clientId,
        objectKind: 'secret',
        objectId,
        objectName: 'paper',
        mode: 'inject',
        fence: 'paper',
        rules: { hosts: ['paper-api.alpaca.markets'], paths: ['/v2/*'], methods: ['GET', 'POST'] },
        limits: { perMinute: 10, perDay: 1000 },
        standing: 'holds',
        createdAt: clock.nowText(),
        expiresAt: '2027-01-01T00:00:00.000Z',
      },
    ]);
    const ref = { client: clientId, grant: id, secret: objectId };
    const added = auditLines(home).filter(({ event }) => event === 'grant.add');
    expect(added.at(-1)).toMatchObject({ outcome: 'ok', ref });
    await vault.grants.remove({ id }, call());
    expect(auditLines(home).at(-1)).toMatchObject({ event: 'grant.remove', outcome: 'ok', ref });
    expect(await list()).toEqual([]);
    await expect(vault.grants.remove({ id }, call())).rejects.toThrow(code('not_found'));
    await expect(vault.grants.remove({ id: 'x' }, call())).rejects.toThrow(code('invalid_input'));
  });

  it('lists those of a client, those over a secret, and those of both', async () => {
    const ids: string[] = [];
    for (const [name, secret] of [
      ['bot', 'paper'],
      ['bot', 'live'],
      ['other', 'live'],
    ]) {
      clock.advance(1000);
      ids.push((await add({ client: { name }, secret: { name: secret } })).id);
    }
    const found = async (filter: object) => (await list(filter)).map(({ id }) => ids.indexOf(id));
    expect(await found({})).toEqual([0, 1, 2]);
    expect(await found({ client })).toEqual([0, 1]);
    expect(await found({ secret: { name: 'live' } })).toEqual([1, 2]);
    expect(await found({ client: { name: 'other' }, secret: { name: 'live' } })).toEqual([2]);
    await expect(list({ client: { name: 'nobody' } })).rejects.toThrow(code('not_found'));
    for (const id of ids) await vault.grants.remove({ id }, call());
  });

  it.each<[string, string, object]>([
    ['not_found', 'an unknown client', { client: { name: 'nobody' } }],
    ['not_found', 'an unknown secret', { secret: { name: 'nothing' } }],
    ['invalid_input', 'an id that is none', { secret: { id: 'x' } }],
    ['invalid_input', 'a mode that is none', { mode: 'write' }],
    ['invalid_input', 'no mode', { mode: undefined }],
    ['invalid_input', 'rules beside read', { rules: { hosts: ['a.b'] } }],
    ['invalid_input', 'rules that are none', { mode: 'inject', rules: { hosts: ['A B'] } }],
    ['invalid_input', 'limits that are none', { limits: { perHour: 0 } }],
    ['invalid_input', 'an expiry that is no instant', { expiresAt: '2027-01-01' }],
    ['invalid_input', 'a day that does not exist', { expiresAt: '2027-02-30T00:00:00.000Z' }],
    [
      'invalid_input',
      'a live host for a paper secret',
      { mode: 'sign', rules: { hosts: ['api.alpaca.markets'] } },
    ],
  ])('answers %s for %s and grants nothing', async (expected, _, input) => {
    await expect(add(input)).rejects.toThrow(code(expected));
    expect(await list()).toEqual([]);
  });
});

describe('a grant holds', () => {
  const standing = async () => (await list()).map((grant) => grant.standing);
  const environment = (name: string, text: string | null) =>
    vault.secrets.update({ name, metadata: { environment: text } }, call());

  it('only as long as its secret stands on the side of the fence where it was granted', async () => {
    const { id } = await add({
      secret: { name: 'live' },
      mode: 'inject',
      rules: { hosts: ['api.alpaca.markets'] },
    });
    expect(await standing()).toEqual(['holds']);
    await environment('live', 'paper');
    expect(await standing()).toEqual(['fenced']);
    await environment('live', null);
    expect(await standing()).toEqual(['fenced']);
    await environment('live', 'live');
    expect(await standing()).toEqual(['holds']);
    await vault.grants.remove({ id }, call());
  });

  it('until it expires, to the millisecond', async () => {
    const expiresAt = new Date(clock.nowMs() + 1000).toISOString();
    const { id } = await add({ expiresAt });
    clock.advance(999);
    expect(await standing()).toEqual(['holds']);
    clock.advance(1);
    expect(await standing()).toEqual(['expired']);
    await vault.grants.remove({ id }, call());
  });

  it('not without its secret: it goes with it, and a new one of the name gets none', async () => {
    await add({ secret: { name: 'test' } });
    await vault.secrets.remove({ name: 'test' }, call());
    expect(await list()).toEqual([]);
    await vault.secrets.set({ name: 'test', fields: [field('y')] }, call());
    expect(await list({ secret: { name: 'test' } })).toEqual([]);
  });
});
