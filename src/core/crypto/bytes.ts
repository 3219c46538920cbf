import { timingSafeEqual } from 'node:crypto';

/**
 * `length` zero bytes in an ArrayBuffer of their own: not pooled and not on V8's heap, where the garbage collector
 * leaves copies. Everything secret lives in such a buffer and is wiped by its owner.
 */
export function secretBytes(length: number): Uint8Array {
  return Buffer.from(new ArrayBuffer(length));
}

/** All parts in one buffer of its own; the parts are left as they are. */
export function concat(...parts: Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = secretBytes(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/**
 * The same bytes in an ArrayBuffer of their own. A buffer that has one already is returned as it is; from any other
 * (a slice of Node's pool) the bytes are moved: the original is wiped.
 */
export function unpooled(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  const own = concat(bytes);
  bytes.fill(0);
  return own;
}

/** The bytes of an ASCII text. @throws RangeError for any other character. */
export function ascii(text: string): Uint8Array {
  const bytes = secretBytes(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) throw new RangeError('not ASCII');
    bytes[i] = code;
  }
  return bytes;
}

/** One byte. @throws RangeError outside 0 to 255. */
export function u8(value: number): Uint8Array {
  return unsigned(value, 1);
}

/** Four bytes, big-endian. @throws RangeError outside 0 to 2^32 - 1. */
export function u32(value: number): Uint8Array {
  return unsigned(value, 4);
}

/** Eight bytes, big-endian. @throws RangeError outside 0 to 2^64 - 1 or for a number that is not a safe integer. */
export function u64(value: number | bigint): Uint8Array {
  return unsigned(value, 8);
}

function unsigned(value: number | bigint, size: number): Uint8Array {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError('not a safe integer');
  }
  const bytes = secretBytes(size);
  let rest = BigInt(value);
  for (let i = size - 1; i >= 0; i -= 1) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  if (rest !== 0n) throw new RangeError(`does not fit ${String(size)} bytes`);
  return bytes;
}

/** Whether two byte strings are the same; the time taken tells nothing but their lengths. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Overwrites each buffer with zeroes; null and undefined are passed over. */
export function wipe(...buffers: (Uint8Array | null | undefined)[]): void {
  for (const buffer of buffers) buffer?.fill(0);
}
