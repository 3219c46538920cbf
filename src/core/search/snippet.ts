import { SEARCH_LIMITS, type SearchHit } from '../../shared/conversation.ts';
import type { Unit } from './query.ts';
import type { TermHash } from './term-hash.ts';
import { searchable, WordReader } from './words.ts';

type Range = readonly [start: number, end: number];
type Snippet = Pick<SearchHit, 'snippet' | 'matches'>;

const BEFORE = 60;
const MATCHES = 16;
const ELLIPSIS = '…';

interface Hashed {
  readonly lo: number;
  readonly hi: number;
}

function same(word: Hashed, other: Hashed | undefined): boolean {
  return other !== undefined && word.lo === other.lo && word.hi === other.hi;
}

/** Where the units stand in the text, the first so many. Words are read once; each unit keeps how far it has come. */
function rangesOf(text: string, units: readonly Unit[], hash: TermHash): readonly Range[] {
  const longest = Math.max(...units.map(({ length }) => length));
  const last: { lo: number; hi: number; start: number }[] = [];
  const ranges: Range[] = [];
  const reader = new WordReader(text, hash);
  while (reader.next() && ranges.length < MATCHES) {
    const { start, end } = reader;
    const [first] = ranges;
    if (first !== undefined && start > first[0] + SEARCH_LIMITS.snippetChars) break;
    last.push({ lo: hash.lo, hi: hash.hi, start });
    if (last.length > longest) last.shift();
    for (const unit of units) {
      const ending = unit[unit.length - 1];
      if (ending === undefined || !same(ending, hash)) continue;
      const words = last.slice(-unit.length);
      const stands = words.length === unit.length && unit.every((word, i) => same(word, words[i]));
      if (stands) ranges.push([words[0]?.start ?? start, end]);
    }
  }
  return ranges;
}

/** Text around the first match, white space as single spaces; null if nothing of it is there. */
export function snippetOf(content: string, units: readonly Unit[], hash: TermHash): Snippet | null {
  const text = searchable(content);
  const ranges = rangesOf(text, units, hash);
  const [first] = ranges;
  if (first === undefined) return null;
  const from = wholeCharacter(text, Math.max(0, first[0] - BEFORE));
  const to = wholeCharacter(text, Math.min(text.length, from + SEARCH_LIMITS.snippetChars));
  const head = from === 0 ? '' : ELLIPSIS;
  const tail = to === text.length ? '' : ELLIPSIS;
  // One for one, so that the places of the matches stay.
  const cut = text.slice(from, to).replaceAll(/\s/gu, ' ');
  const matches = ranges
    .filter(([start, end]) => start >= from && end <= to)
    .map(([start, end]): Range => [start - from + head.length, end - from + head.length]);
  return { snippet: `${head}${cut}${tail}`, matches };
}

/** The same place, or the one before if it would cut a surrogate pair in two. */
function wholeCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff && at > 0 ? at - 1 : at;
}
