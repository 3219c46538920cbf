import { randomFillSync, randomUUID } from 'node:crypto';
import { secretBytes, wipe } from './bytes.ts';

const RANGE = 2 ** 32;

/** `length` bytes of the platform's CSPRNG in an ArrayBuffer of their own. */
export function randomBytes(length: number): Uint8Array {
  const bytes = secretBytes(length);
  randomFillSync(bytes);
  return bytes;
}

/** A random id: lower-case UUID v4 (RFC 9562 §5.4). */
export function randomId(): string {
  return randomUUID();
}

/**
 * A uniform integer from 0 to `maxExclusive` - 1. Rejection sampling: no value is likelier than another. Node's own
 * randomInt is not used because it keeps what it drew in a cache of the process.
 * @throws RangeError unless `maxExclusive` is an integer from 1 to 2^32.
 */
export function randomInt(maxExclusive: number): number {
  if (!Number.isInteger(maxExclusive) || maxExclusive < 1 || maxExclusive > RANGE) {
    throw new RangeError('randomInt: 1 to 2^32');
  }
  const limit = RANGE - (RANGE % maxExclusive);
  const drawn = secretBytes(4);
  const view = new DataView(drawn.buffer);
  let value: number;
  do {
    randomFillSync(drawn);
    value = view.getUint32(0);
  } while (value >= limit);
  wipe(drawn);
  return value % maxExclusive;
}
