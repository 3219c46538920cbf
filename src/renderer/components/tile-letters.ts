const SEPARATORS = /[\s\-_./:@]+/u;

/**
 * Two letters for a name: the first of its first two words, or the first two of its only one. With `first-word` the
 * second word does not count, as in names of secrets, where it is mostly the environment.
 */
export function tileLetters(name: string, from: 'words' | 'first-word'): string {
  const words = name
    .normalize('NFC')
    .split(SEPARATORS)
    .map((word) => Array.from(word).filter((letter) => /[\p{L}\p{N}]/u.test(letter)))
    .filter((letters) => letters.length > 0);
  const [first = [], second] = words;
  const letters =
    from === 'words' && second !== undefined
      ? [first[0] ?? '', second[0] ?? '']
      : first.length > 1
        ? first.slice(0, 2)
        : [...first, ...(second ?? [])].slice(0, 2);
  return letters.join('').toUpperCase();
}
