import { randomFillSync } from 'node:crypto';
import { ascii, concat, secretBytes, wipe } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/digest.ts';

const ALPHABET = ascii('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const BASE = 62;
/** The largest multiple of 62 that a byte reaches: bytes from here on would make the first characters likelier. */
const FAIR_BYTES = 248;
const RANDOM_LENGTH = 32;
const CHECK_LENGTH = 6;
const SHOWN_LENGTH = 4;
const ENVIRONMENT = /^[a-z]{2,8}$/;
const KEY_HEAD = ascii('sr_');
const TOKEN_HEAD = ascii('srt_');
const UNDERSCORE = 0x5f;
const LONGEST = 'sr_'.length + 8 + '_'.length + RANDOM_LENGTH + CHECK_LENGTH;

/** What is stored of an API key (docs/format.md §8). */
export interface ApiKeyMark {
  /** SHA-256 of the whole key, 32 bytes. */
  readonly hash: Uint8Array;
  /** `sr_<env>_` and the first four characters, for display. */
  readonly prefix: string;
  readonly environment: string;
}

/** A new key's text beside what is stored of it. */
export interface NewApiKey extends ApiKeyMark {
  /** The key in ASCII: shown once, then wiped by whoever asked for it. */
  readonly key: Uint8Array;
}

/** The environment word of the one key that trusted local programs share; no other key has it. */
export const SERVICE_ENVIRONMENT = 'service';

/** Whether a word can stand in a key: 2 to 8 lower-case letters. */
export function isKeyEnvironment(text: string): boolean {
  return ENVIRONMENT.test(text);
}

/**
 * A new key of docs/format.md §8 with 32 random characters (190 bits).
 * @throws RangeError for an environment that no key has.
 */
export function makeApiKey(environment: string): NewApiKey {
  if (!isKeyEnvironment(environment)) throw new RangeError('an environment has 2 to 8 letters a-z');
  const key = makeText(`sr_${environment}_`);
  return { key, ...markOf(key, environment) };
}

/** A new session token in ASCII, of the same form behind `srt_`, and its SHA-256. Whoever asked for it wipes it. */
export function makeSessionToken(): { readonly token: Uint8Array; readonly hash: Uint8Array } {
  const token = makeText('srt_');
  return { token, hash: sha256(token) };
}

/** SHA-256 of a session token; null if it is not of the form or a character was mistyped. */
export function parseSessionToken(token: Uint8Array): Uint8Array | null {
  const body = token.length - RANDOM_LENGTH - CHECK_LENGTH;
  if (body !== TOKEN_HEAD.length || !beginsWith(token, TOKEN_HEAD)) return null;
  return isOfAlphabet(token.subarray(body)) && checks(token) ? sha256(token) : null;
}

function makeText(head: string): Uint8Array {
  const random = randomCharacters();
  const unchecked = concat(ascii(head), random);
  const text = concat(unchecked, checkCharacters(unchecked));
  wipe(random, unchecked);
  return text;
}

/** The check is no secret and no proof: it only saves a look-up for what was cut or mistyped. */
function checks(text: Uint8Array): boolean {
  const end = text.length - CHECK_LENGTH;
  const expected = checkCharacters(text.subarray(0, end));
  return expected.every((character, i) => text[end + i] === character);
}

/**
 * What would be stored of this key; null if it is not of the form or a character was mistyped. Says nothing of whether
 * such a key was ever made.
 */
export function parseApiKey(key: Uint8Array): ApiKeyMark | null {
  if (key.length > LONGEST || !beginsWith(key, KEY_HEAD)) return null;
  const body = key.length - RANDOM_LENGTH - CHECK_LENGTH;
  if (key[body - 1] !== UNDERSCORE || !isOfAlphabet(key.subarray(body))) return null;
  // Only the environment becomes a string, for a string cannot be wiped.
  const word = Buffer.from(key.subarray(KEY_HEAD.length, body - 1)).toString('latin1');
  return isKeyEnvironment(word) && checks(key) ? markOf(key, word) : null;
}

function beginsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  return head.every((byte, i) => bytes[i] === byte);
}

function isOfAlphabet(bytes: Uint8Array): boolean {
  return bytes.every(
    (byte) =>
      (byte >= 0x30 && byte <= 0x39) ||
      (byte >= 0x41 && byte <= 0x5a) ||
      (byte >= 0x61 && byte <= 0x7a),
  );
}

function markOf(key: Uint8Array, environment: string): ApiKeyMark {
  const shown = `sr_${environment}_`.length + SHOWN_LENGTH;
  const prefix = Buffer.from(key.subarray(0, shown)).toString('latin1');
  return { hash: sha256(key), prefix, environment };
}

function randomCharacters(): Uint8Array {
  const characters = secretBytes(RANDOM_LENGTH);
  const drawn = secretBytes(RANDOM_LENGTH);
  let made = 0;
  while (made < RANDOM_LENGTH) {
    randomFillSync(drawn);
    for (const byte of drawn) {
      if (byte >= FAIR_BYTES || made === RANDOM_LENGTH) continue;
      characters[made] = ALPHABET[byte % BASE] ?? 0;
      made += 1;
    }
  }
  wipe(drawn);
  return characters;
}

/** CRC-32 in base 62, most significant digit first, filled with `0` to six characters. */
function checkCharacters(bytes: Uint8Array): Uint8Array {
  const characters = secretBytes(CHECK_LENGTH);
  let rest = crc32(bytes);
  for (let i = CHECK_LENGTH - 1; i >= 0; i -= 1) {
    characters[i] = ALPHABET[rest % BASE] ?? 0;
    rest = Math.floor(rest / BASE);
  }
  return characters;
}

/** What a byte does to a CRC-32 (the reflected polynomial of IEEE 802.3). */
const CRC_OF_BYTE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** CRC-32 of IEEE 802.3, as zlib has it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_OF_BYTE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
