import { Secret, TOTP, URI } from 'otpauth';
import { VaultError } from '../../shared/vault-error.ts';
import type { TotpCode } from '../call.ts';
import { ascii, concat, secretBytes, wipe } from '../crypto/bytes.ts';
import { isUtf8 } from './utf8.ts';

const MAX_URI_BYTES = 4096;
const ALGORITHMS = ['SHA1', 'SHA256', 'SHA512'];
const SECRET_KEY = Array.from('secret', (letter) => letter.charCodeAt(0));
const PERCENT_3D = [0x25, 0x33, 0x44];
const EQUALS = 0x3d;
const QUESTION_MARK = 0x3f;
const AMPERSAND = 0x26;

interface TotpSeed {
  readonly key: Uint8Array;
  readonly algorithm: string;
  readonly digits: number;
  readonly periodSeconds: number;
}

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/** Where the value of the one `secret` parameter begins and ends. */
function secretRange(uri: Uint8Array): { start: number; end: number } {
  const found: number[] = [];
  let at = uri.lastIndexOf(QUESTION_MARK);
  while (at >= 0) {
    const start = at + 1;
    const named = SECRET_KEY.every((letter, i) => ((uri[start + i] ?? 0) | 0x20) === letter);
    if (named && uri[start + SECRET_KEY.length] === EQUALS)
      found.push(start + SECRET_KEY.length + 1);
    at = uri.indexOf(AMPERSAND, start);
  }
  const [start] = found;
  if (start === undefined || found.length > 1) refuse('A TOTP URI needs exactly one secret.');
  const next = uri.indexOf(AMPERSAND, start);
  return { start, end: next < 0 ? uri.length : next };
}

function base32Digit(byte: number): number {
  const lower = byte | 0x20;
  if (lower >= 0x61 && lower <= 0x7a) return lower - 0x61;
  return byte >= 0x32 && byte <= 0x37 ? byte - 0x32 + 26 : refuse('The TOTP secret is not base32.');
}

/** RFC 4648 §6, either case, padding (`=` or `%3D`) left out or not; into a secret buffer. */
function decodeBase32(text: Uint8Array): Uint8Array {
  let length = text.length;
  for (;;) {
    if (text[length - 1] === EQUALS) length -= 1;
    else if (length >= 3 && PERCENT_3D.every((byte, i) => upper(text[length - 3 + i]) === byte)) {
      length -= 3;
    } else break;
  }
  const key = secretBytes(Math.floor((length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const byte of text.subarray(0, length)) {
    bits = ((bits << 5) | base32Digit(byte)) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    key[at++] = (bits >> held) & 0xff;
  }
  if (key.length === 0) refuse('The TOTP secret is empty.');
  return key;
}

function upper(byte = 0): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
}

/** The URI with another secret in place of its own, as a string for the library. */
function parseWithoutSecret(uri: Uint8Array, start: number, end: number): TOTP {
  const masked = concat(uri.subarray(0, start), ascii('A'), uri.subarray(end));
  let otp: unknown;
  try {
    otp = URI.parse(new TextDecoder().decode(masked));
  } catch (cause) {
    throw new VaultError('invalid_input', { cause, hint: 'This is not an otpauth:// URI.' });
  }
  if (!(otp instanceof TOTP)) refuse('Only otpauth://totp URIs are supported.');
  return otp;
}

/** The parts of the URI. The seed's key goes from bytes to bytes: it never becomes a string. */
function readSeed(uri: Uint8Array): TotpSeed {
  if (uri.length > MAX_URI_BYTES || !isUtf8(uri)) refuse('This is not an otpauth:// URI.');
  const { start, end } = secretRange(uri);
  const { algorithm, digits, period } = parseWithoutSecret(uri, start, end);
  if (!ALGORITHMS.includes(algorithm)) refuse('A TOTP algorithm is SHA1, SHA256 or SHA512.');
  if (digits < 6 || digits > 8) refuse('A TOTP code has 6 to 8 digits.');
  if (period > 3600) refuse('A TOTP period has 1 to 3600 seconds.');
  return { key: decodeBase32(uri.subarray(start, end)), algorithm, digits, periodSeconds: period };
}

/**
 * The code of the moment (RFC 6238) from an otpauth:// URI in UTF-8.
 * @param unixMs the instant in milliseconds since 1970-01-01T00:00:00Z.
 * @throws VaultError `invalid_input` for anything but a TOTP URI with a base32 secret, SHA1, SHA256 or SHA512, 6 to 8
 * digits and a period of 1 to 3600 seconds.
 */
export function totpNow(uri: Uint8Array, unixMs: number): TotpCode {
  if (!Number.isSafeInteger(unixMs) || unixMs < 0) refuse('The time is before 1970.');
  const { key, algorithm, digits, periodSeconds } = readSeed(uri);
  try {
    const secret = new Secret({ buffer: key.buffer });
    return {
      code: TOTP.generate({ secret, algorithm, digits, period: periodSeconds, timestamp: unixMs }),
      periodSeconds,
      remainingSeconds: periodSeconds - (Math.floor(unixMs / 1000) % periodSeconds),
    };
  } finally {
    wipe(key);
  }
}

/** Refuses a URI from which `totpNow` could not make codes. @throws VaultError `invalid_input`. */
export function checkTotpUri(uri: Uint8Array): void {
  wipe(readSeed(uri).key);
}
