import { VaultError } from '../../shared/vault-error.ts';
import { isUtf8 } from './utf8.ts';

/** How a password is called: below 40 bits, below 75, below 100, and from 100 bits on. */
export type StrengthWord = 'weak' | 'fair' | 'good' | 'strong';

/** What the meter says about a password. */
export interface PasswordStrength {
  /** log2 of the guesses a good guesser needs (zxcvbn), rounded down to a tenth. */
  readonly bits: number;
  readonly word: StrengthWord;
  /** Whether it may become an owner password. */
  readonly acceptable: boolean;
  /** The rule that it breaks, if one; ill-formed text breaks none and is not acceptable either. */
  readonly broken: RuleBroken | null;
  /** English sentences that say what would help; never parts of the password. */
  readonly suggestions: readonly string[];
}

/** A new owner password has so many characters (code points after NFC). */
export const PASSWORD_CHARS = { min: 15, max: 256 } as const;

const FAIR_BITS = 40;
const GOOD_BITS = 75;
const STRONG_BITS = 100;
/** zxcvbn reads so many UTF-16 units; its work grows with the square of the length and more. */
const ASSESSED_UNITS = 256;
/** No text of 256 characters after NFC has more bytes before it. */
const MAX_BYTES = 16 * 1024;
const OWN_WORDS = ['strongroom'];

/** Why a password may not become an owner password. */
export type RuleBroken = 'too_short' | 'too_long' | 'easy_to_guess';

const HINTS: Readonly<Record<RuleBroken, string>> = {
  too_short: 'It has fewer than 15 characters.',
  too_long: 'It has more than 256 characters.',
  easy_to_guess: 'It is easy to guess.',
};

interface Estimate {
  readonly guessesLog10: number;
  readonly feedback: { readonly warning: string | null; readonly suggestions: readonly string[] };
}

type Estimator = (password: string) => Estimate;

/** The dictionaries take 250 ms to load and 30 MB: only setting a password pays for them, once. */
let estimator: Promise<Estimator> | null = null;

async function loadEstimator(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
    maxLength: ASSESSED_UNITS,
  });
  return (password) => zxcvbn.check(password, OWN_WORDS);
}

function wordFor(bits: number): StrengthWord {
  if (bits < FAIR_BITS) return 'weak';
  if (bits < GOOD_BITS) return 'fair';
  return bits < STRONG_BITS ? 'good' : 'strong';
}

function brokenLength(normalized: string): RuleBroken | null {
  const chars = Array.from(normalized).length;
  if (chars < PASSWORD_CHARS.min) return 'too_short';
  return chars > PASSWORD_CHARS.max ? 'too_long' : null;
}

function weakness(word: StrengthWord): RuleBroken | null {
  return word === 'weak' ? 'easy_to_guess' : null;
}

async function estimate(
  normalized: string,
): Promise<Omit<PasswordStrength, 'acceptable' | 'broken'>> {
  estimator ??= loadEstimator();
  const check = await estimator;
  const { guessesLog10, feedback } = check(normalized);
  const { warning, suggestions } = feedback;
  const bits = Math.floor(guessesLog10 * Math.log2(10) * 10) / 10;
  return {
    bits,
    word: wordFor(bits),
    suggestions: warning === null ? suggestions : [warning, ...suggestions],
  };
}

/** Which rule a new password breaks; the dictionaries are asked only when its length is right. */
async function brokenRule(utf8: Uint8Array): Promise<RuleBroken | null> {
  if (utf8.length > MAX_BYTES) return 'too_long';
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8).normalize('NFC');
  return brokenLength(text) ?? weakness((await estimate(text)).word);
}

/**
 * How hard a password is to guess, by zxcvbn with its lists of common passwords, English words and names. Any
 * string may be asked about, the empty one too; only the first 256 UTF-16 units are looked at.
 */
export async function assessPassword(password: string): Promise<PasswordStrength> {
  const normalized = password.normalize('NFC');
  const strength = await estimate(normalized);
  const broken = brokenLength(normalized) ?? weakness(strength.word);
  return { ...strength, broken, acceptable: password.isWellFormed() && broken === null };
}

/**
 * Refuses a password that may not become an owner password: 15 to 256 characters after NFC, and at least 40 bits
 * by zxcvbn, which counts every listed common password as weak. zxcvbn reads strings, so for this one check the new
 * password becomes one.
 * @throws VaultError `weak_password` with a hint that names the rule; `invalid_input` for ill-formed UTF-8.
 */
export async function checkNewPassword(utf8: Uint8Array): Promise<void> {
  if (!isUtf8(utf8)) {
    throw new VaultError('invalid_input', { hint: 'The password is not well-formed UTF-8.' });
  }
  const broken = await brokenRule(utf8);
  if (broken !== null) throw new VaultError('weak_password', { hint: HINTS[broken] });
}
