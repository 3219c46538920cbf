import { createHash, hash } from 'node:crypto';
import { secretBytes, unpooled, wipe } from './bytes.ts';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const INNER = 0x36;
const OUTER = 0x5c;

/** SHA-256 (FIPS 180-4) of the parts one after the other: 32 bytes. */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  const [only] = parts;
  // The one-shot call is several times cheaper than a Hash object.
  if (only !== undefined && parts.length === 1) return unpooled(hash('sha256', only, 'buffer'));
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return unpooled(digest.digest());
}

/**
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1) of the parts one after the other: 32 bytes. Composed of the platform's one-shot
 * hashes: an Hmac object of Node keeps a copy of its key, which outlives a lock until the garbage collector comes by,
 * and takes five times as long.
 */
export function hmacSha256(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  let length = BLOCK_BYTES;
  for (const part of parts) length += part.length;
  const inner = length <= SCRATCH_BYTES ? scratch.subarray(0, length) : secretBytes(length);
  putPaddedKey(key, inner, INNER);
  let offset = BLOCK_BYTES;
  for (const part of parts) {
    inner.set(part, offset);
    offset += part.length;
  }
  const innerHash = sha256(inner);
  wipe(inner);
  const outer = scratch.subarray(0, BLOCK_BYTES + HASH_BYTES);
  putPaddedKey(key, outer, OUTER);
  outer.set(innerHash, BLOCK_BYTES);
  const mac = sha256(outer);
  wipe(innerHash, outer);
  return mac;
}

// One buffer for all short messages: making two for each call would cost as much as the hashes. It is zero between
// calls, and nothing comes between, for a call never awaits.
const SCRATCH_BYTES = 1024;
const scratch = secretBytes(SCRATCH_BYTES);

/** The key, hashed first if it is longer than a block, combined with a pad. */
function putPaddedKey(key: Uint8Array, block: Uint8Array, pad: number): void {
  const short = key.length > BLOCK_BYTES ? sha256(key) : key;
  block.fill(pad, 0, BLOCK_BYTES);
  for (let i = 0; i < short.length; i += 1) block[i] = pad ^ (short[i] ?? 0);
  if (short !== key) wipe(short);
}

/**
 * HKDF-SHA-256 (RFC 5869), extract and expand: `length` bytes, which the caller wipes.
 * @throws RangeError for more than 255 * 32 bytes.
 */
export function hkdfSha256(
  ikm: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array {
  if (!Number.isInteger(length) || length < 0 || length > 255 * HASH_BYTES) {
    throw new RangeError('HKDF-SHA-256 gives at most 8160 bytes');
  }
  const key = hmacSha256(salt, ikm);
  const blocks: Uint8Array[] = [];
  for (let i = 1; (i - 1) * HASH_BYTES < length; i += 1) {
    blocks.push(hmacSha256(key, blocks.at(-1) ?? NOTHING, info, Uint8Array.of(i)));
  }
  wipe(key);
  const [first] = blocks;
  if (first !== undefined && length === HASH_BYTES) return first;
  const output = secretBytes(length);
  for (const [i, block] of blocks.entries()) {
    output.set(block.subarray(0, length - i * HASH_BYTES), i * HASH_BYTES);
    wipe(block);
  }
  return output;
}

const NOTHING = new Uint8Array(0);
