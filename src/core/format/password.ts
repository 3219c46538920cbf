import { TextDecoder, TextEncoder } from 'node:util';
import { VaultError } from '../../shared/vault-error.ts';
import { concat, secretBytes } from '../crypto/bytes.ts';

/** Bytes that a normalised password may have at most. */
export const PASSWORD_MAX_BYTES = 1024;

// NFC shrinks UTF-8 to no less than a third; far longer input is refused before anything is made of it.
const INPUT_MAX_BYTES = 8 * PASSWORD_MAX_BYTES;

/**
 * P of docs/format.md §1: UTF-8 of the password in Unicode's NFC, in a new buffer that the caller wipes. Pure ASCII is
 * passed on byte for byte and never becomes a string, which could not be wiped. An empty password is let through: what
 * is good enough is decided elsewhere.
 * @throws VaultError `invalid_input` for ill-formed UTF-8 and for a P of more than 1024 bytes.
 */
export function normalizePassword(utf8: Uint8Array): Uint8Array {
  const normal = utf8.every((byte) => byte < 0x80) ? concat(utf8) : normalizeText(utf8);
  if (normal.length > PASSWORD_MAX_BYTES) {
    normal.fill(0);
    throw tooLong();
  }
  return normal;
}

function normalizeText(utf8: Uint8Array): Uint8Array {
  if (utf8.length > INPUT_MAX_BYTES) throw tooLong();
  const text = decode(utf8).normalize('NFC');
  const bytes = secretBytes(Buffer.byteLength(text, 'utf8'));
  new TextEncoder().encodeInto(text, bytes);
  return bytes;
}

function decode(utf8: Uint8Array): string {
  try {
    // ignoreBOM keeps a leading U+FEFF: it is a character of the password.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(utf8);
  } catch {
    throw new VaultError('invalid_input', { hint: 'The password is not valid UTF-8.' });
  }
}

function tooLong(): VaultError {
  return new VaultError('invalid_input', { hint: 'A password has at most 1024 bytes.' });
}
