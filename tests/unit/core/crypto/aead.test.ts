import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAesGcm, sealAesGcm } from '../../../../src/core/crypto/aead.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

fc.configureGlobal({ seed: 0x53524831 });

const { cases } = readVectors('aes-256-gcm') as {
  cases: {
    case: number;
    key: string;
    nonce: string;
    aad: string;
    plaintext: string;
    ciphertext: string;
    tag: string;
  }[];
};

const KEY = new Uint8Array(32).fill(1);
const NONCE = new Uint8Array(12).fill(2);
const AAD = Uint8Array.of(3, 4);
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

describe('AES-256-GCM', () => {
  it.each(cases)('McGrew and Viega, case $case', (vector) => {
    const [keys, nonces, aads, texts] = [
      forms(vector.key),
      forms(vector.nonce),
      forms(vector.aad),
      forms(vector.plaintext),
    ];
    const expected = vector.ciphertext + vector.tag;
    const sealedForms = forms(expected);
    for (const [i, key] of keys.entries()) {
      const nonce = nonces[i] ?? NONCE;
      const aad = aads[i] ?? AAD;
      const sealed = sealAesGcm(key, nonce, aad, texts[i] ?? AAD);
      expect(toHex(sealed)).toBe(expected);
      expect(sealed.buffer.byteLength).toBe(sealed.length);
      const opened = openAesGcm(key, nonce, aad, sealedForms[i] ?? AAD);
      expect(toHex(opened)).toBe(vector.plaintext);
      expect(opened?.buffer.byteLength).toBe(opened?.length);
    }
  });

  it('opens what it sealed and leaves its inputs as they are', () => {
    fc.assert(
      fc.property(bytes(700), bytes(80), (text, aad) => {
        const before = Uint8Array.from(text);
        const sealed = sealAesGcm(KEY, NONCE, aad, text);
        const kept = Uint8Array.from(sealed);
        expect(openAesGcm(KEY, NONCE, aad, sealed)).toEqual(Buffer.from(before));
        expect(text).toEqual(before);
        expect(Uint8Array.from(sealed)).toEqual(kept);
      }),
      { numRuns: 200 },
    );
  });

  it('does not open after any single bit was flipped', () => {
    const sealed = sealAesGcm(KEY, NONCE, AAD, Buffer.from('twelve bytes'));
    for (const [name, part] of Object.entries({ key: KEY, nonce: NONCE, aad: AAD, sealed })) {
      for (let bit = 0; bit < part.length * 8; bit += 1) {
        const flipped = Uint8Array.from(part);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const parts = { key: KEY, nonce: NONCE, aad: AAD, sealed, [name]: flipped };
        expect(openAesGcm(parts.key, parts.nonce, parts.aad, parts.sealed)).toBeNull();
      }
    }
  });

  it('refuses a shortened tag and every other wrong length before it decrypts', () => {
    const sealed = sealAesGcm(KEY, NONCE, AAD, Buffer.from('text'));
    for (let length = 0; length < sealed.length; length += 1) {
      expect(openAesGcm(KEY, NONCE, AAD, sealed.subarray(0, length))).toBeNull();
    }
    for (const length of [0, 11, 13, 16]) {
      expect(openAesGcm(KEY, new Uint8Array(length), AAD, sealed)).toBeNull();
      expect(() => sealAesGcm(KEY, new Uint8Array(length), AAD, sealed)).toThrow(RangeError);
    }
    for (const length of [0, 16, 24, 31, 33]) {
      const key = hex('00'.repeat(length));
      expect(() => openAesGcm(key, NONCE, AAD, sealed)).toThrow(RangeError);
      expect(() => sealAesGcm(key, NONCE, AAD, sealed)).toThrow(RangeError);
    }
  });
});
