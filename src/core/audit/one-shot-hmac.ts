import { secretBytes, wipe } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/digest.ts';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const INNER = 0x36;
const OUTER = 0x5c;

/**
 * HMAC-SHA-256 (RFC 2104) of the parts one after the other, with a key of at most 64 bytes, out of two one-shot hashes:
 * several times as fast as an Hmac object, which a log of 100 000 lines needs twice a line, and no key object is left to
 * the garbage collector.
 */
export function oneShotHmac(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  if (key.length > BLOCK_BYTES) throw new RangeError('the key is longer than one block');
  let length = BLOCK_BYTES;
  for (const part of parts) length += part.length;
  const inner = secretBytes(length);
  const outer = secretBytes(BLOCK_BYTES + HASH_BYTES);
  for (let i = 0; i < BLOCK_BYTES; i += 1) {
    const byte = key[i] ?? 0;
    inner[i] = INNER ^ byte;
    outer[i] = OUTER ^ byte;
  }
  let offset = BLOCK_BYTES;
  for (const part of parts) {
    inner.set(part, offset);
    offset += part.length;
  }
  outer.set(sha256(inner), BLOCK_BYTES);
  const mac = sha256(outer);
  wipe(inner, outer);
  return mac;
}
