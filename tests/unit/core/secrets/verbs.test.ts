import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SetSecretInput, VaultApi } from '../../../../src/core/api.ts';
import { SECRET_LIMITS } from '../../../../src/shared/secret.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import {
  PASSWORD,
  SteppingClock,
  auditLines,
  call,
  field,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
  valueOf,
} from '../../../support/vault-fixture.ts';

let vault: VaultApi;
let home: string;
const clock = new SteppingClock();

beforeAll(async () => {
  ({ vault, home } = await unlockedVault({ clock }));
});

afterAll(async () => {
  await vault.close();
  removeHomes();
});

const set = (input: SetSecretInput) => vault.secrets.set(input, call());
const count = async () => (await vault.secrets.list(call())).secrets.length;

describe('set and withSecret', () => {
  it.each([
    ['an umlaut and a trailing space', 'Grüße '],
    ['a PEM', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n'],
    ['nothing', ''],
    ['control characters and quotes', '\u0000\u0001"\\\u2028\t'],
    ['characters beyond the BMP', '🔐'.repeat(100)],
    ['64 KiB', 'x'.repeat(SECRET_LIMITS.fieldBytes)],
  ])('gives back %s byte for byte', async (what, text) => {
    await set({ name: what, fields: [field(text)] });
    expect(await valueOf(vault, what)).toBe(text);
  });

  it('merges fields, keeps the others and counts the version up', async () => {
    const first = await set({
      name: 'ig',
      kind: 'broker',
      fields: [field('k1', 'api_key'), { ...field('demo', 'account'), concealed: false }],
      metadata: { provider: 'ig', environment: 'paper', tags: ['a', 'b'] },
    });
    expect(first).toMatchObject({ version: 1, created: true });
    const second = await set({ name: 'IG', fields: [field('k2', 'api_key')] });
    expect(second).toEqual({ id: first.id, version: 2, created: false });
    expect(await valueOf(vault, 'ig', { field: 'api_key' })).toBe('k2');
    expect(await valueOf(vault, 'ig', { field: 'account' })).toBe('demo');
    expect(await vault.secrets.describe({ name: 'ig' }, call())).toMatchObject({
      name: 'ig',
      kind: 'broker',
      version: 2,
      metadata: { provider: 'ig', environment: 'paper', tags: ['a', 'b'] },
      fields: [
        { name: 'api_key', concealed: true },
        { name: 'account', concealed: false },
      ],
      hasTotp: false,
    });
  });

  it('takes names that differ only by case or compatibility form as one', async () => {
    await set({ name: 'Käse', fields: [field('1')] });
    await set({ name: 'KÄSE'.normalize('NFD'), fields: [field('2')] });
    expect(await valueOf(vault, 'käse')).toBe('2');
  });

  it('zeroes the buffers when the callback ends, also when it throws', async () => {
    await set({ name: 'wiped', fields: [field('marker-value')] });
    let seen: Uint8Array | undefined;
    await expect(
      vault.secrets.withSecret(
        { name: 'wiped' },
        'read',
        ({ fields }) => {
          seen = fields[0]?.value;
          expect(new TextDecoder().decode(seen)).toBe('marker-value');
          throw new RangeError('the caller failed');
        },
        call(),
      ),
    ).rejects.toBeInstanceOf(RangeError);
    expect(seen).toHaveLength(12);
    expect(seen?.every((byte) => byte === 0)).toBe(true);
  });

  it('leaves an audit line with purpose and id, never with a name', async () => {
    const { id } = await set({ name: 'audited-name', fields: [field('audited-value')] });
    const context = call();
    await vault.secrets.withSecret({ name: 'audited-name' }, 'copy', () => 1, context);
    const lines = auditLines(home).filter((l) => l['correlation_id'] === context.correlationId);
    expect(lines).toMatchObject([{ event: 'secret.copy', outcome: 'ok', ref: { secret: id } }]);
    expect(JSON.stringify(auditLines(home))).not.toMatch(/audited-/);
  });

  it('refuses what is not allowed with a code, and writes nothing', async () => {
    const before = await count();
    const name = 'refused';
    const many = Array.from({ length: 65 }, (_, i) => field('x', `f${String(i)}`));
    const large = Array.from({ length: 5 }, (_, i) => field('x'.repeat(60_000), `f${String(i)}`));
    const cases: [string, SetSecretInput][] = [
      ['name_invalid', { name: '', fields: [] }],
      ['name_invalid', { name: 'n'.repeat(129), fields: [] }],
      ['name_invalid', { name: 'a\u0000b', fields: [] }],
      ['name_invalid', { name: '\ud800', fields: [] }],
      ['invalid_input', { name, fields: [field('x', 'no spaces')] }],
      ['invalid_input', { name, fields: [field('x', '__proto__')] }],
      ['invalid_input', { name, fields: [field('x'), field('y')] }],
      ['value_not_text', { name, fields: [{ name: 'value', value: Uint8Array.of(0xff) }] }],
      ['too_large', { name, fields: [field('x'.repeat(64 * 1024 + 1))] }],
      ['too_large', { name, fields: many }],
      ['too_large', { name, fields: large }],
      ['invalid_input', { name, fields: [], metadata: { expires_at: 'tomorrow' } }],
      ['invalid_input', { name, fields: [], metadata: { expires_at: '2026-02-30T00:00:00.000Z' } }],
      ['invalid_input', { name, fields: [], metadata: { description: 'x'.repeat(4097) } }],
      ['invalid_input', { name, fields: [], metadata: { provider: '\ud800' } }],
      ['invalid_input', { name, fields: [], metadata: { tags: [''] } }],
      ['invalid_input', { name, fields: [], metadata: { name: 'other' } as never }],
      ['invalid_input', { name, fields: [], metadata: { name: null } as never }],
      ['invalid_input', { name, fields: [], metadata: JSON.parse('{"__proto__":"x"}') as never }],
      ['invalid_input', { name, fields: [], totp: utf8('https://example.org') }],
    ];
    for (const [code, input] of cases) {
      await expect(set(input), JSON.stringify(input.metadata)).rejects.toMatchObject({ code });
    }
    expect(await count()).toBe(before);
  });

  it('never changes a kind', async () => {
    await set({ name: 'kinded', kind: 'llm', fields: [field('1')] });
    await expect(
      set({ name: 'kinded', kind: 'broker', fields: [field('2')] }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await valueOf(vault, 'kinded')).toBe('1');
  });

  it('says not_found for a name, a field of a version and a version that are not there', async () => {
    await expect(valueOf(vault, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
    await set({ name: 'once', fields: [field('1')] });
    await expect(valueOf(vault, 'once', { version: 7 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('history', () => {
  it('keeps the last ten values, restores one, and metadata alone adds none', async () => {
    for (let i = 1; i <= 13; i += 1) {
      clock.advance(1000);
      await set({ name: 'versioned', fields: [field(`value ${String(i)}`)] });
    }
    await vault.secrets.update({ name: 'versioned', metadata: { description: 'd' } }, call());
    const history = await vault.secrets.history({ name: 'versioned' }, call());
    expect(history.map(({ version }) => version)).toEqual([14, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(history.filter(({ current }) => current)).toHaveLength(1);
    expect(await valueOf(vault, 'versioned', { version: 5 })).toBe('value 5');
    expect(await vault.secrets.restore({ name: 'versioned', version: 5 }, call())).toEqual({
      version: 15,
    });
    expect(await valueOf(vault, 'versioned')).toBe('value 5');
    expect(await valueOf(vault, 'versioned', { version: 14 })).toBe('value 13');
    await expect(
      vault.secrets.restore({ name: 'versioned', version: 1 }, call()),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('obeys the setting history.keep', async () => {
    await vault.settings.set({ name: 'history.keep', value: '2' }, call());
    for (const text of ['1', '2', '3', '4']) await set({ name: 'short', fields: [field(text)] });
    const history = await vault.secrets.history({ name: 'short' }, call());
    expect(history.map(({ version }) => version)).toEqual([4, 3, 2]);
    await vault.settings.set({ name: 'history.keep', value: '0' }, call());
    await set({ name: 'short', fields: [field('5')] });
    expect(await vault.secrets.history({ name: 'short' }, call())).toHaveLength(1);
    await vault.settings.reset({ name: 'history.keep' }, call());
  });
});

describe('update, rename, remove', () => {
  it('patches metadata: null removes, the rest stays, unknown keys survive', async () => {
    await set({ name: 'meta', fields: [field('v')], metadata: { url: 'https://a', tags: ['t'] } });
    const metadata = { url: null, account: '42' };
    await vault.secrets.update({ name: 'meta', metadata }, call());
    const detail = await vault.secrets.describe({ name: 'meta' }, call());
    expect(detail.metadata).toEqual({ tags: ['t'], account: '42' });
    expect(await valueOf(vault, 'meta')).toBe('v');
  });

  it('refuses a version that is not the present one', async () => {
    await set({ name: 'guarded', fields: [field('v')] });
    const metadata = { account: '1' };
    await expect(
      vault.secrets.update({ name: 'guarded', expectedVersion: 9, metadata }, call()),
    ).rejects.toMatchObject({ code: 'version_conflict' });
    await vault.secrets.update({ name: 'guarded', expectedVersion: 1, metadata }, call());
  });

  it('removes fields, into the history', async () => {
    await set({ name: 'two', fields: [field('1', 'a'), field('2', 'b')] });
    await vault.secrets.update({ name: 'two', removeFields: ['a'] }, call());
    const { fields } = await vault.secrets.describe({ name: 'two' }, call());
    expect(fields.map(({ name }) => name)).toEqual(['b']);
    expect(await valueOf(vault, 'two', { field: 'a', version: 1 })).toBe('1');
    await expect(
      vault.secrets.update({ name: 'two', removeFields: ['zzz'] }, call()),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('renames, also to another case of itself, and never onto another name', async () => {
    await set({ name: 'old', fields: [field('v')] });
    await set({ name: 'taken', fields: [field('w')] });
    await expect(
      vault.secrets.rename({ name: 'old', newName: 'TAKEN' }, call()),
    ).rejects.toMatchObject({ code: 'name_taken' });
    await vault.secrets.rename({ name: 'old', newName: 'OLD' }, call());
    await vault.secrets.rename({ name: 'old', newName: 'new' }, call());
    await expect(valueOf(vault, 'old')).rejects.toMatchObject({ code: 'not_found' });
    expect(await valueOf(vault, 'new')).toBe('v');
  });

  it('removes a secret with its history', async () => {
    await set({ name: 'gone', fields: [field('1')] });
    await set({ name: 'gone', fields: [field('2')] });
    await vault.secrets.remove({ name: 'GONE' }, call());
    await expect(valueOf(vault, 'gone')).rejects.toMatchObject({ code: 'not_found' });
    await expect(vault.secrets.remove({ name: 'gone' }, call())).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await set({ name: 'gone', fields: [field('3')] })).toMatchObject({ version: 1 });
    expect(await vault.secrets.history({ name: 'gone' }, call())).toHaveLength(1);
  });
});

describe('list', () => {
  it('sorts by name without regard to case, and shows how near an expiry is', async () => {
    const day = 86_400_000;
    const at = (days: number) => new Date(clock.wallMs + days * day).toISOString();
    const expiries = { 'exp-a': -1, 'exp-B': 29, 'exp-c': 31 };
    for (const [name, days] of Object.entries(expiries)) {
      await set({ name, fields: [field('v')], metadata: { expires_at: at(days) } });
    }
    const shown = async () =>
      (await vault.secrets.list(call())).secrets
        .filter(({ name }) => name.startsWith('exp-'))
        .map(({ name, expiry }) => [name, expiry]);
    expect(await shown()).toEqual([
      ['exp-a', 'expired'],
      ['exp-B', 'soon'],
      ['exp-c', 'later'],
    ]);
    await vault.settings.set({ name: 'expiry.reminder_days', value: '60,1' }, call());
    expect((await shown()).map(([, expiry]) => expiry)).toEqual(['expired', 'soon', 'soon']);
    await vault.settings.reset({ name: 'expiry.reminder_days' }, call());
  });
});

describe('totp', () => {
  it('gives the code of the moment (RFC 6238 appendix B)', async () => {
    const totp = utf8(
      'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8&algorithm=SHA1&period=30',
    );
    await set({ name: 'otp', fields: [], totp });
    const wall = clock.wallMs;
    clock.wallMs = 59_000;
    expect(await vault.secrets.totp({ name: 'otp' }, call())).toEqual({
      code: '94287082',
      periodSeconds: 30,
      remainingSeconds: 1,
    });
    clock.wallMs = wall;
    await set({ name: 'otp', fields: [], totp: null });
    await expect(vault.secrets.totp({ name: 'otp' }, call())).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('importAll', () => {
  it('stores what clashes with nothing, names the rest, keeps dates; a dry run writes nothing', async () => {
    await set({ name: 'Exists', fields: [field('mine')] });
    const createdAt = '2020-01-02T03:04:05.000Z';
    const entries = [
      { name: 'imported', fields: [field('v')], createdAt, metadata: { description: 'from' } },
      { name: 'exists', fields: [field('theirs')] },
      { name: 'IMPORTED', fields: [field('again')] },
      { name: 'bad\u0000name', fields: [field('v')] },
      { name: 'binary', fields: [{ name: 'value', value: Uint8Array.of(0xc0) }] },
    ];
    const before = await count();
    const expected = [
      { name: 'imported', outcome: 'imported' },
      { name: 'exists', outcome: 'clash', code: 'name_taken' },
      { name: 'IMPORTED', outcome: 'clash', code: 'name_taken' },
      { name: 'bad\u0000name', outcome: 'refused', code: 'name_invalid' },
      { name: 'binary', outcome: 'refused', code: 'value_not_text' },
    ];
    expect(await vault.secrets.importAll({ entries, dryRun: true }, call())).toEqual(expected);
    expect(await count()).toBe(before);
    expect(await vault.secrets.importAll({ entries, dryRun: false }, call())).toEqual(expected);
    expect(await count()).toBe(before + 1);
    expect(await valueOf(vault, 'exists')).toBe('mine');
    const detail = await vault.secrets.describe({ name: 'imported' }, call());
    expect(detail).toMatchObject({ createdAt, updatedAt: createdAt });
  });
});

describe('a damaged record', () => {
  it('is record_corrupt by itself: the others open, it is listed by id, and it can be removed', async () => {
    const { vault: own, home: folder } = await unlockedVault();
    await own.secrets.set({ name: 'good', fields: [field('fine')] }, call());
    const { id } = await own.secrets.set({ name: 'bad', fields: [field('lost')] }, call());
    await own.close();
    editDatabase(folder, (db) => {
      const row = db
        .prepare('SELECT encrypted_metadata AS m FROM secrets_metadata WHERE id = ?')
        .get(id) as { m: Buffer };
      row.m[30] = (row.m[30] ?? 0) ^ 1;
      db.prepare('UPDATE secrets_metadata SET encrypted_metadata = ? WHERE id = ?').run(row.m, id);
    });
    const again = openVaultAt(folder);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    const { secrets, damaged } = await again.secrets.list(call());
    expect(secrets.map(({ name }) => name)).toEqual(['good']);
    expect(damaged.map((one) => one.id)).toEqual([id]);
    expect(await valueOf(again, 'good')).toBe('fine');
    await expect(valueOf(again, 'bad')).rejects.toMatchObject({ code: 'record_corrupt' });
    const { dropped } = await again.repair({ password: utf8(PASSWORD) }, call());
    expect(dropped).toEqual([{ table: 'secrets_metadata', id }]);
    await expect(valueOf(again, 'bad')).rejects.toMatchObject({ code: 'not_found' });
    await again.close();
  });
});
