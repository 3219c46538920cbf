import {
  createHash,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { secretBytes, unpooled } from './bytes.ts';

/** SHA-256 (FIPS 180-4) of the parts one after the other: 32 bytes. */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  const [only] = parts;
  // The one-shot call is several times cheaper than a Hash object.
  if (only !== undefined && parts.length === 1) return unpooled(hash('sha256', only, 'buffer'));
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return unpooled(digest.digest());
}

/** HMAC-SHA-256 (RFC 2104, FIPS 198-1) of the parts one after the other: 32 bytes. */
export function hmacSha256(key: Uint8Array | KeyObject, ...parts: Uint8Array[]): Uint8Array {
  const mac = createHmac('sha256', keyObject(key));
  for (const part of parts) mac.update(part);
  return unpooled(mac.digest());
}

/**
 * HKDF-SHA-256 (RFC 5869), extract and expand: `length` bytes. Who derives often from one key passes a KeyObject:
 * from a buffer one is made each time, and it stays in memory until the garbage collector comes by.
 * @throws RangeError for more than 255 * 32 bytes.
 */
export function hkdfSha256(
  ikm: Uint8Array | KeyObject,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array {
  if (!Number.isInteger(length) || length < 0 || length > 255 * 32) {
    throw new RangeError('HKDF-SHA-256 gives at most 8160 bytes');
  }
  if (length === 0) return secretBytes(0);
  return Buffer.from(hkdfSync('sha256', keyObject(ikm), salt, info, length));
}

// Node makes a key object out of a buffer anyway, and takes three times as long about it.
function keyObject(key: Uint8Array | KeyObject): KeyObject {
  return key instanceof Uint8Array ? createSecretKey(key) : key;
}
