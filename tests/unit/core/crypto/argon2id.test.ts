import { argon2id as ARGON2ID, hash } from 'argon2';
import { describe, expect, it } from 'vitest';
import { argon2id } from '../../../../src/core/crypto/argon2id.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

interface Vector {
  password: string;
  salt: string;
  memoryKiB: number;
  passes: number;
  lanes: number;
  hash: string;
}
const { rfc9106, plain } = readVectors('argon2id') as {
  rfc9106: Vector & { secret: string; associatedData: string };
  plain: Vector[];
};

describe('the argon2 module', () => {
  it('computes RFC 9106 §5.3, with secret and associated data', async () => {
    const derived = await hash(Buffer.from(rfc9106.password, 'hex'), {
      raw: true,
      type: ARGON2ID,
      version: 0x13,
      salt: Buffer.from(rfc9106.salt, 'hex'),
      secret: Buffer.from(rfc9106.secret, 'hex'),
      associatedData: Buffer.from(rfc9106.associatedData, 'hex'),
      memoryCost: rfc9106.memoryKiB,
      timeCost: rfc9106.passes,
      parallelism: rfc9106.lanes,
      hashLength: 32,
    });
    expect(toHex(derived)).toBe(rfc9106.hash);
  });
});

describe('argon2id', () => {
  it.each(plain)('m=$memoryKiB t=$passes p=$lanes', async (vector) => {
    for (const [i, password] of forms(vector.password).entries()) {
      const salt = forms(vector.salt)[i] ?? hex(vector.salt);
      const derived = await argon2id(password, salt, vector, vector.hash.length / 2);
      expect(toHex(derived)).toBe(vector.hash);
      expect(derived.buffer.byteLength).toBe(derived.length);
    }
  });

  it('has 32 bytes unless told otherwise', async () => {
    const cost = { memoryKiB: 64, passes: 1, lanes: 1 };
    expect((await argon2id(hex('61'), new Uint8Array(16), cost)).length).toBe(32);
  });

  it('leaves no copy of the password in the pool of Node', async () => {
    const marker = `pool marker ${'f3b1'.repeat(8)}`;
    const pool = Buffer.from('x').buffer;
    const password = Uint8Array.from(marker, (c) => c.charCodeAt(0));
    await argon2id(password, new Uint8Array(16), { memoryKiB: 64, passes: 1, lanes: 1 });
    expect(Buffer.from(pool).includes(Buffer.from(password.buffer))).toBe(false);
    expect(Buffer.from(password).toString('latin1')).toBe(marker);
  });

  it('may have its inputs wiped as soon as it has been called', async () => {
    const [vector] = plain.slice(1);
    if (vector === undefined) throw new Error('no vector');
    const password = hex(vector.password);
    const salt = hex(vector.salt);
    const pending = argon2id(password, salt, vector);
    password.fill(0);
    salt.fill(0);
    expect(toHex(await pending)).toBe(vector.hash);
  });
});
