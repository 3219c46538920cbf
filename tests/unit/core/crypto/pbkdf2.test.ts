import { describe, expect, it } from 'vitest';
import { pbkdf2Sha512 } from '../../../../src/core/crypto/pbkdf2.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

const { cases } = readVectors('pbkdf2-hmac-sha512') as {
  cases: { password: string; salt: string; iterations: number; key: string }[];
};

describe('pbkdf2Sha512', () => {
  it.each(cases)('$iterations iterations: $key', async (vector) => {
    for (const [i, password] of forms(vector.password).entries()) {
      const salt = forms(vector.salt)[i] ?? hex(vector.salt);
      const length = vector.key.length / 2;
      const key = await pbkdf2Sha512(password, salt, vector.iterations, length);
      expect(toHex(key)).toBe(vector.key);
      expect(key.buffer.byteLength).toBe(length);
    }
  });
});
