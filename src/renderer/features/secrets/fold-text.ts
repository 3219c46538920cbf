const ASCII = /^[\p{ASCII}]*$/u;

/** Text as it is compared in a search: lower case and without accents. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return ASCII.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}+/gu, '');
}

/** The words of a query, folded. */
export function wordsOf(query: string): readonly string[] {
  return fold(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
}

type Range = readonly [from: number, to: number];

/** Where in a text as it is written the words of a query are found. */
export function hitRanges(text: string, words: readonly string[]): readonly Range[] {
  if (words.length === 0) return [];
  const { folded, origin } = foldWithOrigin(text);
  const ranges: Range[] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      ranges.push([origin[at] ?? 0, origin[at + word.length] ?? text.length]);
    }
  }
  return ranges;
}

/** Where in the text each unit of its folded form comes from; one longer than the folded form. */
function foldWithOrigin(text: string): { folded: string; origin: readonly number[] } {
  let folded = '';
  const origin: number[] = [];
  let at = 0;
  for (const char of text) {
    const piece = fold(char);
    folded += piece;
    for (let unit = 0; unit < piece.length; unit += 1) origin.push(at);
    at += char.length;
  }
  return { folded, origin: [...origin, at] };
}
