import { secretBytes } from '../crypto/bytes.ts';

const MARKER = 0x80;

/** `plaintext`, one 0x80 and zeroes up to a multiple of `block` bytes (ISO/IEC 7816-4), in a buffer the caller wipes. */
export function pad(plaintext: Uint8Array, block: number): Uint8Array {
  const padded = secretBytes(plaintext.length + block - (plaintext.length % block));
  padded.set(plaintext);
  padded[plaintext.length] = MARKER;
  return padded;
}

/**
 * Length of the text inside what `pad` made with the same block. Null: any other padding, one whole block too many
 * included.
 */
export function paddedTextLength(padded: Uint8Array, block: number): number | null {
  if (padded.length === 0 || padded.length % block !== 0) return null;
  let end = padded.length - 1;
  const lowest = padded.length - block;
  while (end > lowest && padded[end] === 0) end -= 1;
  return padded[end] === MARKER ? end : null;
}
