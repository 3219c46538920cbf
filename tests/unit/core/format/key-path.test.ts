import { describe, expect, it } from 'vitest';
import {
  decodeHeader,
  COST_CEILING,
  COST_FLOOR,
  type Header,
} from '../../../../src/core/format/header.ts';
import {
  checkVerifier,
  derivePasswordKeys,
  hashVerifier,
  keyCheckValue,
  unwrapVaultKey,
  wrapVaultKey,
} from '../../../../src/core/format/key-path.ts';
import { normalizePassword } from '../../../../src/core/format/password.ts';
import { parsePhc } from '../../../../src/core/format/phc.ts';
import { VaultKeys } from '../../../../src/core/format/vault-keys.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

interface Vector {
  label: string;
  typed: string;
  normalized: string;
  headerBytes: string;
  kek: string;
  kck: string;
  keyCheck: string;
  vaultKey: string;
  wrapNonce: string;
  wrapped: string;
  passwordHash: string;
  headerMac: string;
}
const vectors = readVectors('key-path') as Vector[];
const [ascii] = vectors;
if (ascii === undefined) throw new Error('no vectors');

describe('the key path', () => {
  it.each(vectors)('from the password to the vault key, $label', async (vector) => {
    const header = decodeHeader(hex(vector.headerBytes));
    const password = normalizePassword(hex(vector.typed));
    expect(toHex(password)).toBe(vector.normalized);
    const keys = await derivePasswordKeys(password, header);
    expect(toHex(keys.kek)).toBe(vector.kek);
    expect(toHex(keys.kck)).toBe(vector.kck);
    expect(keys.kek.buffer).not.toBe(keys.kck.buffer);
    expect(toHex(password)).toBe(vector.normalized);
    expect(await checkVerifier(password, vector.passwordHash, header.cost)).toBe(true);
  });

  it.each(vectors)('makes key check, wrap and header MAC as frozen, $label', (vector) => {
    const header = decodeHeader(hex(vector.headerBytes));
    const all = [vector.kek, vector.kck, vector.vaultKey, vector.wrapNonce, vector.wrapped];
    for (const [i, h] of forms(vector.headerBytes).entries()) {
      const [kek, kck, vaultKey, nonce, wrapped] = all.map((text) => forms(text)[i] ?? hex(text));
      if (!kek || !kck || !vaultKey || !nonce || !wrapped) throw new Error('no form');
      expect(toHex(keyCheckValue(kck, h))).toBe(vector.keyCheck);
      expect(toHex(wrapVaultKey(kek, nonce, vaultKey, h))).toBe(vector.wrapped);
      expect(toHex(unwrapVaultKey(kek, nonce, wrapped, h))).toBe(vector.vaultKey);
      const keys = new VaultKeys(vaultKey, header.vaultId, header.keyId);
      expect(toHex(keys.wrapUnder(kek, nonce, h))).toBe(vector.wrapped);
      expect(toHex(keys.headerMac(h, vector.passwordHash))).toBe(vector.headerMac);
      keys.wipe();
      expect(vaultKey.every((byte) => byte === 0)).toBe(true);
    }
  });

  it('opens the vault key under no other header, key, nonce or bytes', () => {
    const parts = {
      kek: hex(ascii.kek),
      nonce: hex(ascii.wrapNonce),
      wrapped: hex(ascii.wrapped),
      header: hex(ascii.headerBytes),
    };
    for (const name of ['kek', 'nonce', 'wrapped', 'header'] as const) {
      for (let bit = 0; bit < parts[name].length * 8; bit += 1) {
        const changed = Uint8Array.from(parts[name]);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const p = { ...parts, [name]: changed };
        expect(unwrapVaultKey(p.kek, p.nonce, p.wrapped, p.header)).toBeNull();
      }
    }
    for (const length of [0, 16, 47, 49, 64]) {
      const wrapped = new Uint8Array(length);
      expect(unwrapVaultKey(parts.kek, parts.nonce, wrapped, parts.header)).toBeNull();
    }
    for (const length of [0, 31, 33]) {
      expect(() =>
        wrapVaultKey(parts.kek, parts.nonce, new Uint8Array(length), parts.header),
      ).toThrow(RangeError);
    }
  });

  it('runs no KDF for a cost out of range', async () => {
    const header: Header = decodeHeader(hex(ascii.headerBytes));
    const planted = { ...header.cost, memoryKiB: 8 * 1024 * 1024 };
    const low = { ...header.cost, iterations: COST_FLOOR.iterations - 1 };
    const refused = expect.objectContaining({ code: 'vault_header_invalid' });
    for (const cost of [planted, low]) {
      await expect(derivePasswordKeys(hex('61'), { ...header, cost })).rejects.toEqual(refused);
      await expect(hashVerifier(hex('61'), cost)).rejects.toEqual(refused);
      expect(await checkVerifier(hex('61'), ascii.passwordHash, cost)).toBeNull();
    }
  });
});

describe('the verifier', () => {
  it('is made under a fresh salt and is true for its password only', async () => {
    const password = hex('70617373');
    const first = await hashVerifier(password, COST_FLOOR);
    const second = await hashVerifier(password, COST_FLOOR);
    expect(first).not.toBe(second);
    expect(parsePhc(first, COST_FLOOR)).not.toBeNull();
    expect(await checkVerifier(password, first, COST_FLOOR)).toBe(true);
    expect(await checkVerifier(hex('70617374'), first, COST_FLOOR)).toBe(false);
    expect(await checkVerifier(new Uint8Array(0), first, COST_FLOOR)).toBe(false);
  });

  it('is null, and not run, when it is not exactly ours', async () => {
    const phc = ascii.passwordHash;
    // Run with these costs it would take minutes and gigabytes.
    const planted = phc.replace('m=65536', 'm=1048576').replace('t=3', 't=16');
    expect(await checkVerifier(hex('61'), planted, COST_FLOOR)).toBeNull();
    expect(
      await checkVerifier(hex('61'), phc.replace('argon2id', 'argon2i'), COST_FLOOR),
    ).toBeNull();
    expect(await checkVerifier(hex('61'), phc, COST_CEILING)).toBeNull();
    expect(await checkVerifier(hex('61'), '', COST_FLOOR)).toBeNull();
  });
});
