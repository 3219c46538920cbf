import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { unpooled } from './bytes.ts';

const derive = promisify(pbkdf2);

/** PBKDF2-HMAC-SHA-512 (RFC 8018 §5.2): `length` bytes, which the caller wipes. Runs off the main thread. */
export async function pbkdf2Sha512(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Promise<Uint8Array> {
  return unpooled(await derive(password, salt, iterations, length, 'sha512'));
}
