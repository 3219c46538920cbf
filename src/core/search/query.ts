import { SEARCH_LIMITS } from '../../shared/conversation.ts';
import type { TermHash } from './term-hash.ts';
import type { TermTable } from './term-table.ts';
import { searchable, WordReader } from './words.ts';

/** Hashes of words that stand one after the other. */
export type Unit = readonly { readonly lo: number; readonly hi: number }[];

const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“',
  '«': '»',
  '「': '」',
};

/** Parts of a query: what stands in quotes is one, and so is whatever has no space in it. */
function partsOf(query: string): string[] {
  const parts: string[] = [];
  let part = '';
  let until: string | null = null;
  for (const character of query) {
    const opens: string | undefined = until === null ? QUOTES[character] : undefined;
    const ends = until === null ? /\s/u.test(character) : character === until;
    if (opens === undefined && !ends) {
      part += character;
      continue;
    }
    parts.push(part);
    part = '';
    until = opens ?? null;
  }
  return [...parts, part];
}

/** The words of a text, hashed. */
function unitOf(text: string, hash: TermHash): Unit {
  const reader = new WordReader(searchable(text), hash);
  const unit: { lo: number; hi: number }[] = [];
  while (reader.next()) unit.push({ lo: hash.lo, hi: hash.hi });
  return unit;
}

/** What a query looks for; null for a query without a word or with too many of them. */
export function parseQuery(query: string, hash: TermHash): readonly Unit[] | null {
  const units = partsOf(query)
    .map((part) => unitOf(part, hash))
    .filter((unit) => unit.length > 0);
  return units.length === 0 || units.length > SEARCH_LIMITS.units ? null : units;
}

/** Calls back with each document that holds the words of the unit one after the other. */
export function forEachMatch(
  terms: TermTable,
  unit: Unit,
  found: (document: number) => void,
): void {
  const lists = unit.map(({ lo, hi }) => terms.occurrences(lo, hi));
  const [first] = lists;
  if (first === undefined) return;
  while (first.next()) {
    let stands = true;
    for (const list of lists) {
      while (list.document < first.document) if (!list.next()) return;
      if (list.document > first.document) {
        stands = false;
        break;
      }
    }
    if (stands && (lists.length === 1 || oneAfterTheOther(lists))) found(first.document);
  }
}

interface Places {
  readonly places: readonly number[];
  readonly count: number;
}

/** Whether there is a place of the first list behind which the others' places follow one by one. */
function oneAfterTheOther(lists: readonly Places[]): boolean {
  const [first] = lists;
  const at = lists.map(() => 0);
  if (first === undefined) return false;
  for (let i = 0; i < first.count; i += 1) {
    const place = first.places[i] ?? 0;
    const stands = lists.every((list, k) => {
      if (k === 0) return true;
      let j = at[k] ?? 0;
      while (j < list.count && (list.places[j] ?? 0) < place + k) j += 1;
      at[k] = j;
      return j < list.count && list.places[j] === place + k;
    });
    if (stands) return true;
  }
  return false;
}
