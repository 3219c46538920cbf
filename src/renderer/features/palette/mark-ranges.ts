import { fold, hitRanges, wordsOf } from '../secrets/fold-text.ts';

/** From and to (not included) in the text. */
export type MarkedRange = readonly [from: number, to: number];

/** What of a text is marked for a query: its words where they stand, or the initials that they name. */
export function markRanges(text: string, query: string): readonly MarkedRange[] {
  const words = wordsOf(query);
  const ranges = hitRanges(text, words);
  return ranges.length > 0 ? ranges : words.flatMap((word) => initialRanges(text, word));
}

function initialRanges(text: string, word: string): readonly MarkedRange[] {
  const starts = [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ index }) => index);
  const initials = starts.map((start) => fold(text.charAt(start))).join('');
  if (!initials.startsWith(word)) return [];
  return starts.slice(0, word.length).map((start) => [start, start + 1]);
}
