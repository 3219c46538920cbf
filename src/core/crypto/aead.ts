import { createCipheriv, randomFillSync, type CipherGCM } from 'node:crypto';
import { equal, secretBytes, wipe } from './bytes.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_LENGTH = 32;

/** Bytes of a nonce: 96 bits, the only length for which GCM takes the nonce as it is. */
export const NONCE_LENGTH = 12;

/** Bytes of a tag: the full 128 bits; shorter tags are never made nor accepted. */
export const TAG_LENGTH = 16;

// Keys are given as bytes: a key object would be faster, but its copy of the key outlives a lock until it is collected.
const OPTIONS = { authTagLength: TAG_LENGTH } as const;

/**
 * AES-256-GCM (NIST SP 800-38D): ciphertext followed by the 16 bytes of the tag.
 * @throws RangeError unless the key has 32 bytes and the nonce 12.
 */
export function sealAesGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  checkKey(key);
  if (nonce.length !== NONCE_LENGTH) throw new RangeError('the nonce has 12 bytes');
  const cipher = newCipher(key, nonce);
  cipher.setAAD(aad);
  const sealed = secretBytes(plaintext.length + TAG_LENGTH);
  sealed.set(cipher.update(plaintext));
  cipher.final();
  sealed.set(cipher.getAuthTag(), plaintext.length);
  return sealed;
}

/**
 * Opens what `sealAesGcm` made. Null: it does not authenticate (another key, nonce, additional data or one changed
 * bit), or nonce or length are not those of a sealed text. Nothing of the plaintext is shown before the tag has
 * been checked; the caller wipes the result.
 * @throws RangeError unless the key has 32 bytes.
 */
export function openAesGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  checkKey(key);
  const textLength = sealed.length - TAG_LENGTH;
  if (nonce.length !== NONCE_LENGTH || textLength < 0) return null;
  const ciphertext = sealed.subarray(0, textLength);
  const opened = unmask(key, nonce, ciphertext);
  const tag = tagOf(key, nonce, aad, opened);
  if (equal(tag, sealed.subarray(textLength))) return opened;
  wipe(opened);
  return null;
}

/**
 * GCM enciphers by a stream of bytes (SP 800-38D §6.5, GCTR): what it makes of a random mask, the mask and the ciphertext
 * together give the plaintext, here and nowhere else. A Decipher of Node writes the plaintext into a buffer that is one
 * byte too long, copies it and frees it as it is: it lay about in the heap after a lock.
 */
function unmask(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const opened = secretBytes(ciphertext.length);
  const mask = takeMask(ciphertext.length);
  const cipher = newCipher(key, nonce);
  const masked = cipher.update(mask);
  // Its end frees what was made of the key at once, and not when the collector comes by.
  cipher.final();
  for (let i = 0; i < opened.length; i += 1) {
    opened[i] = (ciphertext[i] ?? 0) ^ (masked[i] ?? 0) ^ (mask[i] ?? 0);
  }
  wipe(mask, masked);
  return opened;
}

// Asking for few random bytes takes as long as enciphering them, so many are asked for at once. What was used is wiped.
const MASK_BYTES = 64 * 1024;
const masks = secretBytes(MASK_BYTES);
let masksUsed = MASK_BYTES;

/** Random bytes that are used for nothing else. */
function takeMask(length: number): Uint8Array {
  if (length > MASK_BYTES) return randomFillSync(secretBytes(length));
  if (masksUsed + length > MASK_BYTES) {
    randomFillSync(masks);
    masksUsed = 0;
  }
  const mask = masks.subarray(masksUsed, masksUsed + length);
  masksUsed += length;
  return mask;
}

/** The tag that belongs to this plaintext. */
function tagOf(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const cipher = newCipher(key, nonce);
  cipher.setAAD(aad);
  cipher.update(plaintext);
  cipher.final();
  return cipher.getAuthTag();
}

function newCipher(key: Uint8Array, nonce: Uint8Array): CipherGCM {
  return withoutTraces(() => createCipheriv(ALGORITHM, key, nonce, OPTIONS));
}

/**
 * Node 24 finds out that a key is bytes by throwing and catching twice (`isKeyObject`, `isCryptoKey`); collecting the two
 * stacks takes longer than opening a short text. Nothing else runs in between: the step is synchronous.
 */
function withoutTraces<R>(step: () => R): R {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return step();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function checkKey(key: Uint8Array): void {
  if (key.length !== KEY_LENGTH) throw new RangeError('the key has 32 bytes');
}
