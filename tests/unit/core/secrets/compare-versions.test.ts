import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import {
  auditLines,
  call,
  field,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

const SEED = utf8('otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
const OTHER_SEED = utf8('otpauth://totp/x?secret=MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK');

let vault: VaultApi;
let home: string;
const name = 'ig';

beforeAll(async () => {
  ({ vault, home } = await unlockedVault());
  await vault.secrets.set(
    {
      name,
      fields: [field('same-marker', 'key'), field('old-marker', 'secret'), field('x', 'gone')],
    },
    call(),
  );
  await vault.secrets.edit(
    {
      name,
      putFields: [field('new-marker', 'secret'), { ...field('y', 'login'), concealed: false }],
      removeFields: ['gone'],
      totp: SEED,
    },
    call(),
  );
  await vault.secrets.edit({ name, totp: OTHER_SEED }, call());
  await vault.secrets.edit({ name, totp: null }, call());
});

afterAll(async () => {
  await vault.close();
  removeHomes();
});

const compare = (version: number, other: number, context = call()) =>
  vault.secrets.compare({ name, version, with: other }, context);

describe('secrets.compare', () => {
  it('says of each field how it stands in the later version, in either order of asking', async () => {
    const expected = {
      fields: [
        { name: 'key', concealed: true, change: 'same' },
        { name: 'secret', concealed: true, change: 'changed' },
        { name: 'login', concealed: false, change: 'added' },
        { name: 'gone', concealed: true, change: 'removed' },
      ],
      totp: 'added',
    };
    expect(await compare(1, 2)).toEqual(expected);
    expect(await compare(2, 1)).toEqual(expected);
  });

  it('says of the seed whether it came, changed, went or stayed', async () => {
    const seeds = [];
    for (const [a, b] of [
      [2, 3],
      [3, 4],
      [1, 4],
      [2, 2],
    ] as const) {
      seeds.push((await compare(a, b)).totp);
    }
    expect(seeds).toEqual(['changed', 'removed', 'same', 'same']);
  });

  it('takes the same text for another value once it is base64', async () => {
    await vault.secrets.set({ name: 'coded', fields: [field('dGV4dA==')] }, call());
    const coded = { ...field('dGV4dA=='), encoding: 'base64' } as const;
    await vault.secrets.set({ name: 'coded', fields: [coded] }, call());
    const { fields } = await vault.secrets.compare({ name: 'coded', version: 1, with: 2 }, call());
    expect(fields).toEqual([{ name: 'value', concealed: true, change: 'changed' }]);
  });

  it('never answers a value, and leaves one line with the id and the two numbers', async () => {
    const context = call();
    const answer = await compare(2, 1, context);
    expect(JSON.stringify(answer)).not.toMatch(/marker|otpauth/);
    const { id } = await vault.secrets.describe({ name }, call());
    const lines = auditLines(home).filter((l) => l['correlation_id'] === context.correlationId);
    expect(lines).toMatchObject([
      {
        event: 'secret.compare',
        outcome: 'ok',
        ref: { secret: id },
        n: { earlier: 1, later: 2 },
      },
    ]);
  });

  it('zeroes both opened values, also when the second is not there', async () => {
    const wiped: string[] = [];
    const fill = Buffer.prototype.fill;
    const spy = vi.spyOn(Buffer.prototype, 'fill').mockImplementation(function (
      this: Buffer,
      value,
    ) {
      if (value === 0) wiped.push(this.toString('utf8'));
      return fill.call(this, value);
    });
    try {
      await compare(1, 2);
      expect(wiped).toEqual(expect.arrayContaining(['old-marker', 'new-marker', 'same-marker']));
      wiped.length = 0;
      await expect(compare(1, 99)).rejects.toMatchObject({ code: 'not_found' });
      expect(wiped).toContain('old-marker');
    } finally {
      spy.mockRestore();
    }
  });

  it('says not_found for a version that is not there, and locked while locked', async () => {
    for (const version of [0, 99, 1.5, Number.NaN]) {
      await expect(compare(version, 1)).rejects.toMatchObject({ code: 'not_found' });
    }
    const { vault: own } = await unlockedVault();
    await own.lock('owner', call());
    await expect(own.secrets.compare({ name, version: 1, with: 1 }, call())).rejects.toMatchObject({
      code: 'locked',
    });
    await own.close();
  });
});
