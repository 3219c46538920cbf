import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { concat, equal, unpooled, wipe } from '../crypto/bytes.ts';
import { hmacSha256 } from '../crypto/digest.ts';
import { fromPaddedBase64Url } from './base64url.ts';

const derive = promisify(pbkdf2);
const ROUNDS = 480_000;
const VERSION = 0x80;
/** Version, time and IV before the ciphertext, HMAC behind it. */
const IV_START = 9;
const TEXT_START = 25;
const MAC_LENGTH = 32;
const BLOCK = 16;

/** The Fernet key of the older Python store: PBKDF2-HMAC-SHA-256 (RFC 8018), 480 000 rounds, 32 bytes to be wiped. */
export async function deriveFernetKey(password: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  return unpooled(await derive(password, salt, ROUNDS, 32, 'sha256'));
}

/**
 * Opens a Fernet token (the specification's version 0x80; its time is not looked at): AES-128-CBC under the second
 * half of the key, after HMAC-SHA-256 under the first half was found right. Null: not a token of this key. The
 * plaintext is in a secret buffer, which the caller wipes.
 */
export function openFernet(key: Uint8Array, token: string): Uint8Array | null {
  const bytes = fromPaddedBase64Url(token);
  if (bytes === null || bytes[0] !== VERSION) return null;
  const macStart = bytes.length - MAC_LENGTH;
  const textLength = macStart - TEXT_START;
  if (textLength < BLOCK || textLength % BLOCK !== 0) return null;
  const mac = hmacSha256(key.subarray(0, 16), bytes.subarray(0, macStart));
  if (!equal(mac, bytes.subarray(macStart))) return null;
  const iv = bytes.subarray(IV_START, TEXT_START);
  const decipher = createDecipheriv('aes-128-cbc', key.subarray(16, 32), iv);
  const parts: Uint8Array[] = [];
  try {
    parts.push(unpooled(decipher.update(bytes.subarray(TEXT_START, macStart))));
    parts.push(unpooled(decipher.final()));
    return concat(...parts);
  } catch {
    // The padding is not PKCS #7: whoever had the key did not write Fernet.
    return null;
  } finally {
    wipe(...parts);
  }
}
