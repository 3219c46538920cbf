import { VaultError } from '../../shared/vault-error.ts';
import { openAesGcm, sealAesGcm } from '../crypto/aead.ts';
import { argon2id } from '../crypto/argon2id.ts';
import { concat, equal, wipe } from '../crypto/bytes.ts';
import { hmacSha256 } from '../crypto/digest.ts';
import { pbkdf2Sha512 } from '../crypto/pbkdf2.ts';
import { randomBytes } from '../crypto/random.ts';
import { costInRange, type Header, type KdfCost } from './header.ts';
import { LABELS } from './labels.ts';
import { formatPhc, parsePhc } from './phc.ts';

/** What a password gives under one header. The caller wipes both. */
export interface PasswordKeys {
  /** Wraps the vault key, AES-256. */
  readonly kek: Uint8Array;
  /** Makes the key check value. */
  readonly kck: Uint8Array;
}

/**
 * The key path of docs/format.md §1: Argon2id inside the salt of PBKDF2-HMAC-SHA-512. `password` is P, normalised.
 * `whenOneThread` is called when Argon2id, which takes every core, is over and PBKDF2, which takes one, has begun.
 * @throws VaultError `vault_header_invalid` for a cost out of range, before any KDF runs.
 */
export async function derivePasswordKeys(
  password: Uint8Array,
  header: Pick<Header, 'cost' | 'saltA' | 'saltP'>,
  whenOneThread: () => void = () => undefined,
): Promise<PasswordKeys> {
  const { cost, saltA, saltP } = header;
  checkCost(cost);
  const inner = await argon2id(password, saltA, cost);
  const salt = concat(saltP, inner);
  wipe(inner);
  try {
    const deriving = pbkdf2Sha512(password, salt, cost.iterations, 64);
    whenOneThread();
    const derived = await deriving;
    const keys = { kek: concat(derived.subarray(0, 32)), kck: concat(derived.subarray(32)) };
    wipe(derived);
    return keys;
  } finally {
    wipe(salt);
  }
}

/**
 * The verifier V of a password as a PHC string, under a fresh salt.
 * @throws VaultError `vault_header_invalid` for a cost out of range, before the KDF runs.
 */
export async function hashVerifier(password: Uint8Array, cost: KdfCost): Promise<string> {
  checkCost(cost);
  const salt = randomBytes(16);
  const hash = await argon2id(password, salt, cost);
  const phc = formatPhc(cost, salt, hash);
  wipe(hash);
  return phc;
}

/**
 * Whether the password is the one behind a PHC string. Null: the string is not exactly one of ours with this cost, or
 * the cost is out of range; then nothing was run.
 */
export async function checkVerifier(
  password: Uint8Array,
  phc: string,
  cost: KdfCost,
): Promise<boolean | null> {
  const parts = costInRange(cost) ? parsePhc(phc, cost) : null;
  if (parts === null) return null;
  const hash = await argon2id(password, parts.salt, cost);
  const matches = equal(hash, parts.hash);
  wipe(hash);
  return matches;
}

/** KCV: proves a password without the vault key. `headerBytes` are the 96 bytes of H. */
export function keyCheckValue(kck: Uint8Array, headerBytes: Uint8Array): Uint8Array {
  return hmacSha256(kck, LABELS.vaultKey, headerBytes);
}

/** `wrapped_vault_key`: 48 bytes, bound to every byte of the header. The nonce is never used twice with one KEK. */
export function wrapVaultKey(
  kek: Uint8Array,
  nonce: Uint8Array,
  vaultKey: Uint8Array,
  headerBytes: Uint8Array,
): Uint8Array {
  if (vaultKey.length !== 32) throw new RangeError('the vault key has 32 bytes');
  return sealAesGcm(kek, nonce, concat(LABELS.vaultKey, headerBytes), vaultKey);
}

/** The vault key, or null: another password, another header, or damaged bytes. The caller wipes it. */
export function unwrapVaultKey(
  kek: Uint8Array,
  nonce: Uint8Array,
  wrapped: Uint8Array,
  headerBytes: Uint8Array,
): Uint8Array | null {
  if (wrapped.length !== 48) return null;
  return openAesGcm(kek, nonce, concat(LABELS.vaultKey, headerBytes), wrapped);
}

function checkCost(cost: KdfCost): void {
  if (!costInRange(cost)) throw new VaultError('vault_header_invalid');
}
