import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EditSecretInput, SetSecretInput, VaultApi } from '../../../../src/core/api.ts';
import { SECRET_LIMITS } from '../../../../src/shared/secret.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import {
  PASSWORD,
  auditLines,
  call,
  field,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
  valueOf,
} from '../../../support/vault-fixture.ts';

const SEED = utf8('otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');

let vault: VaultApi;
let home: string;

beforeAll(async () => {
  ({ vault, home } = await unlockedVault());
});

afterAll(async () => {
  await vault.close();
  removeHomes();
});

const set = (input: SetSecretInput) => vault.secrets.set(input, call());
const edit = (input: EditSecretInput, context = call()) => vault.secrets.edit(input, context);
const describeOne = (name: string) => vault.secrets.describe({ name }, call());
const versions = async (name: string) =>
  (await vault.secrets.history({ name }, call())).map(({ version }) => version);

/** Everything that the file and the reader know of a vault's secrets. */
async function everything(): Promise<unknown> {
  const { secrets } = await vault.secrets.list(call());
  const histories = [];
  for (const { id } of secrets) histories.push(await vault.secrets.history({ id }, call()));
  return [secrets, histories];
}

describe('secrets.edit', () => {
  it('changes name, metadata, fields and seed in one new version', async () => {
    const { id } = await set({
      name: 'ig',
      kind: 'broker',
      fields: [field('k1', 'api_key'), field('p1', 'password'), field('x', 'old')],
      metadata: { environment: 'paper', tags: ['a'] },
    });
    const context = call();
    const changes = {
      newName: 'IG live',
      metadata: { environment: 'live', tags: null, account: '42' },
      putFields: [field('k2', 'api_key'), { ...field('demo', 'login'), concealed: false }],
      removeFields: ['old'],
      totp: SEED,
    };
    expect(await edit({ id, expectedVersion: 1, ...changes }, context)).toEqual({ version: 2 });
    expect(await describeOne('ig live')).toMatchObject({
      id,
      name: 'IG live',
      version: 2,
      kind: 'broker',
      metadata: { environment: 'live', account: '42' },
      fields: [
        { name: 'api_key', concealed: true },
        { name: 'password', concealed: true },
        { name: 'login', concealed: false },
      ],
      hasTotp: true,
    });
    expect(await valueOf(vault, 'IG live', { field: 'api_key' })).toBe('k2');
    expect(await valueOf(vault, 'IG live', { field: 'password' })).toBe('p1');
    expect(await valueOf(vault, 'IG live', { field: 'api_key', version: 1 })).toBe('k1');
    await expect(describeOne('ig')).rejects.toMatchObject({ code: 'not_found' });
    const lines = auditLines(home).filter((l) => l['correlation_id'] === context.correlationId);
    expect(lines).toMatchObject([
      { event: 'secret.update', outcome: 'attempt', ref: { secret: id } },
      {
        event: 'secret.update',
        outcome: 'ok',
        ref: { secret: id },
        n: { version: 2, value: 1, renamed: 1 },
      },
    ]);
  });

  it('moves the value into the history if fields or seed are named, and only then', async () => {
    await set({ name: 'kept', fields: [field('1', 'a'), field('1', 'b')] });
    await edit({ name: 'kept', metadata: { description: 'd' } });
    expect(await versions('kept')).toEqual([2]);
    await edit({ name: 'kept', newName: 'kept still', metadata: { description: null } });
    expect(await versions('kept still')).toEqual([3]);
    await edit({ name: 'kept still', putFields: [field('2', 'a')] });
    expect(await versions('kept still')).toEqual([4, 3]);
    await edit({ name: 'kept still', removeFields: ['b'] });
    expect(await versions('kept still')).toEqual([5, 4, 3]);
    await edit({ name: 'kept still', totp: SEED });
    await edit({ name: 'kept still', totp: null });
    expect(await versions('kept still')).toEqual([7, 6, 5, 4, 3]);
    expect(await describeOne('kept still')).toMatchObject({ hasTotp: false });
  });

  it('is `secret.rename` in the log when the name alone is given, and says so of nothing else', async () => {
    await set({ name: 'before', fields: [field('v')] });
    const [named, described] = [call(), call()];
    await edit({ name: 'before', newName: 'after' }, named);
    await edit({ name: 'after', metadata: { account: '1' } }, described);
    const ends = [named, described].map(({ correlationId }) =>
      auditLines(home).findLast((line) => line['correlation_id'] === correlationId),
    );
    expect(ends).toMatchObject([{ event: 'secret.rename' }, { event: 'secret.update' }]);
    expect(ends.map((line) => Object.keys(line?.['n'] as object))).toEqual([
      ['version', 'gen'],
      ['version', 'gen'],
    ]);
  });

  it('keeps a field concealed or plain as it was unless the put says otherwise', async () => {
    await set({ name: 'plain', fields: [{ ...field('1'), concealed: false }] });
    await edit({ name: 'plain', putFields: [field('2')] });
    expect((await describeOne('plain')).fields).toEqual([{ name: 'value', concealed: false }]);
  });

  it('refuses with a code, and then nothing is written', async () => {
    await set({ name: 'target', fields: [field('1', 'a'), field('2', 'b')] });
    await set({ name: 'taken', fields: [field('3')] });
    const name = 'target';
    const metadata = { account: 'never stored' };
    const long = (i: number) => field('x'.repeat(SECRET_LIMITS.fieldBytes), `f${String(i)}`);
    const cases: [string, EditSecretInput][] = [
      ['name_taken', { name, metadata, newName: 'TAKEN' }],
      ['name_invalid', { name, metadata, newName: ' x' }],
      ['version_conflict', { name, metadata, expectedVersion: 7 }],
      ['version_conflict', { name, metadata, expectedVersion: 0 }],
      ['not_found', { name: 'nobody', metadata }],
      ['not_found', { name, metadata, removeFields: ['zzz'] }],
      ['invalid_input', { name }],
      ['invalid_input', { name, metadata: {}, putFields: [], removeFields: [] }],
      ['invalid_input', { name, putFields: [field('x', 'a')], removeFields: ['a'] }],
      ['invalid_input', { name, metadata, putFields: [field('x', 'c'), field('y', 'c')] }],
      ['invalid_input', { name, putFields: [field('x', 'c')], metadata: { expires_at: 'soon' } }],
      ['invalid_input', { name, metadata, totp: utf8('https://example.org') }],
      ['value_not_text', { name, metadata, putFields: [{ name: 'c', value: Uint8Array.of(255) }] }],
      ['too_large', { name, metadata, putFields: [0, 1, 2, 3].map(long) }],
    ];
    const before = await everything();
    for (const [code, input] of cases) {
      await expect(edit(input), JSON.stringify(input)).rejects.toMatchObject({ code });
    }
    expect(await everything()).toEqual(before);
  });

  it('leaves the buffers of the caller as they are', async () => {
    await set({ name: 'buffers', fields: [field('1')] });
    const put = field('two');
    await edit({ name: 'buffers', putFields: [put], totp: SEED });
    expect(put.value).toEqual(utf8('two'));
    expect(SEED[0]).toBe('o'.charCodeAt(0));
  });

  it('is refused in a vault that was changed from outside, and in a locked one', async () => {
    const { vault: own, home: folder } = await unlockedVault();
    await own.secrets.set({ name: 'bad', fields: [field('lost')] }, call());
    await own.close();
    editDatabase(folder, (db) => {
      db.prepare("UPDATE secrets_metadata SET updated_at = 'later'").run();
    });
    const again = openVaultAt(folder);
    const change = () => again.secrets.edit({ name: 'bad', newName: 'good' }, call());
    await expect(change()).rejects.toMatchObject({ code: 'locked' });
    await again.unlock({ password: utf8(PASSWORD) }, call());
    await expect(change()).rejects.toMatchObject({ code: 'tampered' });
    await again.close();
  });
});

describe('secrets.set with expectedVersion 0', () => {
  it('makes a new secret, and answers name_taken for a name that is there', async () => {
    const created = await set({ name: 'fresh', expectedVersion: 0, fields: [field('1')] });
    expect(created).toMatchObject({ version: 1, created: true });
    const again = { name: 'FRESH', expectedVersion: 0, fields: [field('2')] };
    await expect(set(again)).rejects.toMatchObject({ code: 'name_taken' });
    expect(await valueOf(vault, 'fresh')).toBe('1');
  });

  it('is not what another number means: that one needs the record', async () => {
    const input = { name: 'not there', expectedVersion: 1, fields: [field('1')] };
    await expect(set(input)).rejects.toMatchObject({ code: 'version_conflict' });
  });
});
