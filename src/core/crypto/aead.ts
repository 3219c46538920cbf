import { createCipheriv, createDecipheriv, type DecipherGCM } from 'node:crypto';
import { secretBytes, wipe } from './bytes.ts';

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
  const cipher = withoutTraces(() => createCipheriv(ALGORITHM, key, nonce, OPTIONS));
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
  const decipher = withoutTraces(() => createDecipheriv(ALGORITHM, key, nonce, OPTIONS));
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(textLength));
  const opened = decipherPieces(decipher, sealed.subarray(0, textLength));
  try {
    decipher.final();
  } catch {
    wipe(opened);
    return null;
  }
  return opened;
}

/**
 * Node decrypts into a buffer that is one byte too long, copies it and frees it as it is. What is as short as this, an
 * allocator hands out again at once: to the next piece, and at last to a buffer that is wiped.
 */
const PIECE_LENGTH = 512;

function decipherPieces(decipher: DecipherGCM, ciphertext: Uint8Array): Uint8Array {
  const opened = secretBytes(ciphertext.length);
  for (let start = 0; start < ciphertext.length; start += PIECE_LENGTH) {
    const part = ciphertext.subarray(start, start + PIECE_LENGTH);
    // Taken from the allocator's short list of free pieces, so that there is room in it for the one that Node frees.
    const room = Buffer.allocUnsafeSlow(part.length + 1);
    const piece = decipher.update(part);
    opened.set(piece, start);
    wipe(piece, Buffer.allocUnsafeSlow(part.length + 1), room);
  }
  return opened;
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
