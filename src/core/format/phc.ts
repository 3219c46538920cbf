import { concat } from '../crypto/bytes.ts';
import type { KdfCost } from './header.ts';

const PATTERN =
  /^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,2},p=\d\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** The 16 bytes of salt and 32 bytes of hash inside a PHC string. */
export interface PhcParts {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/**
 * The PHC string of an Argon2id hash (v=19, 16 bytes of salt, 32 of hash) in the canonical order m,t,p, without
 * padding. @throws RangeError for other lengths.
 */
export function formatPhc(cost: KdfCost, salt: Uint8Array, hash: Uint8Array): string {
  if (salt.length !== 16 || hash.length !== 32) throw new RangeError('salt 16 bytes, hash 32');
  const { memoryKiB, passes, lanes } = cost;
  const parameters = `m=${String(memoryKiB)},t=${String(passes)},p=${String(lanes)}`;
  return `$argon2id$v=19$${parameters}$${base64(salt)}$${base64(hash)}`;
}

/**
 * Reads a PHC string of exactly the form that `formatPhc` writes with this cost. Null: any other type, version,
 * parameter, order, length or alphabet, or loose bits at the end of the base64. Such a string is never run.
 */
export function parsePhc(text: string, cost: KdfCost): PhcParts | null {
  const match = PATTERN.exec(text);
  const [, salt64, hash64] = match ?? [];
  if (salt64 === undefined || hash64 === undefined) return null;
  const parts = { salt: fromBase64(salt64), hash: fromBase64(hash64) };
  return formatPhc(cost, parts.salt, parts.hash) === text ? parts : null;
}

function base64(bytes: Uint8Array): string {
  const padded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return padded.replace(/=+$/, '');
}

function fromBase64(text: string): Uint8Array {
  return concat(Buffer.from(text, 'base64'));
}
