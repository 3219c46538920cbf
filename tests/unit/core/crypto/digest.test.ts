import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { randomBytes } from '../../../../src/core/crypto/random.ts';
import { hkdfSha256, hmacSha256, sha256 } from '../../../../src/core/crypto/digest.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

const hkdf = readVectors('hkdf-sha256') as {
  cases: { ikm: string; salt: string; info: string; okm: string }[];
};
const hmac = readVectors('hmac-sha256') as { cases: { key: string; data: string; mac: string }[] };

describe('sha256', () => {
  // FIPS 180-4's own examples.
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

  it('hashes the parts as if they were one', () => {
    expect(toHex(sha256(Buffer.from('abc')))).toBe(abc);
    expect(toHex(sha256(Buffer.from('a'), Buffer.from(''), Buffer.from('bc')))).toBe(abc);
    expect(toHex(sha256())).toBe(empty);
    expect(toHex(sha256(new Uint8Array(0)))).toBe(empty);
  });

  it('takes every form of buffer and returns memory of its own', () => {
    for (const form of forms('616263')) {
      const digest = sha256(form);
      expect(toHex(digest)).toBe(abc);
      expect(digest.buffer.byteLength).toBe(32);
    }
  });
});

describe('hmacSha256', () => {
  it.each(hmac.cases)('RFC 4231: $mac', ({ key, data, mac }) => {
    for (const keyForm of forms(key)) {
      for (const dataForm of forms(data)) {
        const whole = hmacSha256(keyForm, dataForm);
        expect(whole.buffer.byteLength).toBe(32);
        expect(toHex(whole)?.slice(0, mac.length)).toBe(mac);
        const split = hmacSha256(keyForm, dataForm.subarray(0, 3), dataForm.subarray(3));
        expect(toHex(split)).toBe(toHex(whole));
      }
    }
  });
});

describe('hmacSha256 and hkdfSha256', () => {
  it('give what the platform gives, for every length of key and message around the block sizes', () => {
    for (const length of [0, 1, 31, 32, 63, 64, 65, 127, 128, 959, 960, 961, 4000]) {
      const key = randomBytes(length);
      const message = randomBytes(length * 2);
      expect(toHex(hmacSha256(key, message))).toBe(
        createHmac('sha256', key).update(message).digest('hex'),
      );
      const info = randomBytes(40);
      for (const bytes of [16, 32, 33, 64, 100]) {
        expect(toHex(hkdfSha256(message, key, info, bytes))).toBe(
          Buffer.from(hkdfSync('sha256', message, key, info, bytes)).toString('hex'),
        );
      }
    }
  });

  it('leave nothing of one call to the next', () => {
    const key = randomBytes(32);
    const long = hmacSha256(key, randomBytes(500));
    expect(toHex(hmacSha256(key, new Uint8Array(3)))).toBe(
      createHmac('sha256', key).update(new Uint8Array(3)).digest('hex'),
    );
    expect(long).toHaveLength(32);
  });
});

describe('hkdfSha256', () => {
  it.each(hkdf.cases)('RFC 5869: $okm', ({ ikm, salt, info, okm }) => {
    for (const key of forms(ikm)) {
      for (const [i, saltForm] of forms(salt).entries()) {
        const derived = hkdfSha256(key, saltForm, forms(info)[i] ?? hex(info), okm.length / 2);
        expect(toHex(derived)).toBe(okm);
        expect(derived.buffer.byteLength).toBe(okm.length / 2);
      }
    }
  });

  it('gives at most 8160 bytes', () => {
    const none = new Uint8Array(0);
    expect(hkdfSha256(hex('00'), none, none, 8160).length).toBe(8160);
    expect(hkdfSha256(hex('00'), none, none, 0).length).toBe(0);
    for (const length of [8161, -1, 1.5]) {
      expect(() => hkdfSha256(hex('00'), none, none, length)).toThrow(RangeError);
    }
  });
});
