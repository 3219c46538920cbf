import { VaultError } from '../../shared/vault-error.ts';

const WORDS = 7776;
const WORD = /^[a-z]{3,9}$/;

/**
 * The EFF's large word list (7776 = 6^5 words of 3 to 9 letters) as the strength estimator's data has it: without
 * the hyphens of its hyphenated words. Loaded when it is first asked for.
 * @throws VaultError `internal` if the installed data is not that list: a shorter one would make weak passphrases.
 */
export async function loadWordList(): Promise<readonly string[]> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const words: readonly unknown[] = dictionary['diceware-common'];
  return checkWordList(words);
}

/** The words, if there are 7776 different ones. @throws VaultError `internal`. */
export function checkWordList(words: readonly unknown[]): readonly string[] {
  const checked = words.filter((word) => typeof word === 'string' && WORD.test(word)) as string[];
  if (checked.length !== WORDS || new Set(checked).size !== WORDS) throw new VaultError('internal');
  return checked;
}
