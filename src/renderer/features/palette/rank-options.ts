import { fold, wordsOf } from '../secrets/fold-text.ts';

/** Something that can be found by its text. */
export interface Option<T> {
  readonly item: T;
  readonly text: string;
}

/** An option with what a key press compares, made once for a list. */
export interface PreparedOption<T> extends Option<T> {
  readonly folded: string;
  /** Where its words begin in the folded text. */
  readonly starts: readonly number[];
  /** The first letters of its words. */
  readonly initials: string;
}

/** An option that fits a query; the lower, the better. */
export interface Ranked<T> {
  readonly item: T;
  readonly fit: number;
}

/** How well one word of the query fits. */
const FIT = { whole: 0, prefix: 1, wordPrefix: 2, initials: 3, inside: 4 } as const;

type Fit = (typeof FIT)[keyof typeof FIT];

export function prepareOptions<T>(options: readonly Option<T>[]): readonly PreparedOption<T>[] {
  return options.map((option) => {
    const folded = fold(option.text);
    const starts = [...folded.matchAll(/[\p{L}\p{N}]+/gu)].map(({ index }) => index);
    const initials = starts.map((start) => folded[start]).join('');
    return { ...option, folded, starts, initials };
  });
}

/**
 * The options that every word of the query fits, the best first: the whole text, its beginning, the beginning of a
 * word, initials, then anywhere inside. What fits alike stands in the order of `recency`, and
 * then of the list. An empty query fits everything alike. At most `most` of them.
 */
export function rankOptions<T>(
  options: readonly PreparedOption<T>[],
  query: string,
  { recency = () => 0, most = Infinity }: RankChoices<T> = {},
): readonly Ranked<T>[] {
  const words = wordsOf(query);
  const best: Placed<T>[] = [];
  for (const option of options) {
    const fit = fitOf(option, words);
    if (fit === null) continue;
    const placed = { item: option.item, fit, recency: recency(option.item) };
    // Sorting ten thousand would take longer than to look at them.
    if (best.length >= most && !isBefore(placed, best.at(-1))) continue;
    const after = best.findLastIndex((other) => !isBefore(placed, other));
    best.splice(after + 1, 0, placed);
    if (best.length > most) best.pop();
  }
  return best;
}

interface RankChoices<T> {
  readonly recency?: (item: T) => number;
  readonly most?: number;
}

interface Placed<T> extends Ranked<T> {
  readonly recency: number;
}

function isBefore<T>(one: Placed<T>, other: Placed<T> | undefined): boolean {
  if (other === undefined) return true;
  return one.fit < other.fit || (one.fit === other.fit && one.recency < other.recency);
}

function fitOf<T>(option: PreparedOption<T>, words: readonly string[]): number | null {
  let sum = 0;
  for (const word of words) {
    const fit = wordFit(option, word);
    if (fit === null) return null;
    sum += fit;
  }
  return sum;
}

function wordFit<T>({ folded, starts, initials }: PreparedOption<T>, word: string): Fit | null {
  if (folded === word) return FIT.whole;
  if (folded.startsWith(word)) return FIT.prefix;
  if (starts.some((start) => folded.startsWith(word, start))) return FIT.wordPrefix;
  if (initials.startsWith(word)) return FIT.initials;
  return folded.includes(word) ? FIT.inside : null;
}
