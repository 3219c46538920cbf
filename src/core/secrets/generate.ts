import { VaultError } from '../../shared/vault-error.ts';
import { ascii, concat, secretBytes, wipe } from '../crypto/bytes.ts';
import { randomInt } from '../crypto/random.ts';
import { loadWordList } from './word-list.ts';

/** A kind of characters in a generated password. */
export type CharacterClass = 'lower' | 'upper' | 'digit' | 'symbol';

/** A generated value: ASCII in a secret buffer, which the caller wipes. */
export interface Generated {
  readonly bytes: Uint8Array;
  /** log2 of how many values were equally likely. */
  readonly entropyBits: number;
}

/** How a password is to look. */
export interface PasswordOptions {
  /** 8 to 256 characters; default 24. */
  readonly length?: number;
  /** Default all four; each one given is in the password at least once. */
  readonly classes?: readonly CharacterClass[];
  /** Leaves out what is easily taken for something else: I l 1 | O 0 o 5 S 2 Z 8 B. */
  readonly noAmbiguous?: boolean;
}

/** How a passphrase is to look. */
export interface PassphraseOptions {
  /** 4 to 20 words; default 7. */
  readonly words?: number;
  /** 1 to 4 printable ASCII characters that are not lower-case letters; default "-". */
  readonly separator?: string;
}

/** Every class has its characters; quotes and backslash are left out because shells and .env files eat them. */
export const CHARACTER_CLASSES: Readonly<Record<CharacterClass, string>> = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digit: '0123456789',
  symbol: '!#$%&()*+,-./:;<=>?@[]^_{|}~',
};

const AMBIGUOUS = 'Il1|O0o5S2Z8B';
const SEPARATOR = /^[ -`{-~]{1,4}$/;

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/** The classes of the password as bytes, each without repetition. */
function alphabets(options: PasswordOptions): Uint8Array[] {
  const classes = options.classes ?? (Object.keys(CHARACTER_CLASSES) as CharacterClass[]);
  if (classes.length === 0) refuse('A password needs at least one class of characters.');
  return [...new Set(classes)].map((name) => {
    if (!Object.hasOwn(CHARACTER_CLASSES, name)) refuse('There is no such class of characters.');
    const all = Array.from(CHARACTER_CLASSES[name]);
    return ascii(
      all.filter((char) => options.noAmbiguous !== true || !AMBIGUOUS.includes(char)).join(''),
    );
  });
}

/** log2 of the number of texts of this length over all classes that have every class (inclusion and exclusion). */
function entropyOf(sizes: readonly number[], length: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let share = 0;
  for (let subset = 0; subset < 2 ** sizes.length; subset += 1) {
    let left = total;
    let sign = 1;
    sizes.forEach((size, i) => {
      if ((subset & (1 << i)) === 0) return;
      left -= size;
      sign = -sign;
    });
    share += sign * (left / total) ** length;
  }
  return length * Math.log2(total) + Math.log2(share);
}

/**
 * A password in which every class occurs. All such passwords are equally likely: whole passwords are drawn without
 * modulo bias until one has every class; none is mended, which would favour some.
 * @throws VaultError `invalid_input` for a length or class that is not allowed.
 */
export function generatePassword(options: PasswordOptions = {}): Generated {
  const length = options.length ?? 24;
  if (!Number.isInteger(length) || length < 8 || length > 256) {
    refuse('A generated password has 8 to 256 characters.');
  }
  const classes = alphabets(options);
  const alphabet = concat(...classes);
  const bytes = secretBytes(length);
  do {
    for (let i = 0; i < length; i += 1) bytes[i] = alphabet[randomInt(alphabet.length)] ?? 0;
  } while (!classes.every((chars) => bytes.some((byte) => chars.includes(byte))));
  return {
    bytes,
    entropyBits: entropyOf(
      classes.map((chars) => chars.length),
      length,
    ),
  };
}

/**
 * A passphrase of words drawn without modulo bias, with repetition, from the EFF's large list (7776 words, 12.9 bits
 * each).
 * @throws VaultError `invalid_input` for a number of words or a separator that is not allowed.
 */
export async function generatePassphrase(options: PassphraseOptions = {}): Promise<Generated> {
  const count = options.words ?? 7;
  const separator = options.separator ?? '-';
  if (!Number.isInteger(count) || count < 4 || count > 20) {
    refuse('A generated passphrase has 4 to 20 words.');
  }
  if (!SEPARATOR.test(separator)) {
    refuse('A separator is 1 to 4 printable ASCII characters, no lower-case letters.');
  }
  const list = await loadWordList();
  const between = ascii(separator);
  const parts: Uint8Array[] = [];
  for (let i = 0; i < count; i += 1) {
    if (i > 0) parts.push(between);
    parts.push(ascii(list[randomInt(list.length)] ?? ''));
  }
  const bytes = concat(...parts);
  wipe(...parts);
  return { bytes, entropyBits: count * Math.log2(list.length) };
}
