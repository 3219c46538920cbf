import type { Page } from '../shared/conversation.ts';
import { parseInteger } from './parse-input.ts';

const MOST_SHOWN = 100_000;

/** `--limit` of such a list. */
export function parseLimit(text: string): number {
  const rule = 'The limit is a whole number from 1.';
  return parseInteger(text, { min: 1, max: MOST_SHOWN, rule });
}

/** The first entries of a list, and whether there are more. */
export interface Taken<T> {
  readonly items: readonly T[];
  readonly damaged: readonly string[];
  readonly more: boolean;
}

/** As many entries as are wanted, asked for in pages of at most `longest`. */
export async function takePages<T>(
  { wanted, longest }: { readonly wanted: number; readonly longest: number },
  ask: (part: { readonly cursor: string | null; readonly limit: number }) => Promise<Page<T>>,
): Promise<Taken<T>> {
  const items: T[] = [];
  const damaged: string[] = [];
  let left = wanted;
  let cursor: string | null = null;
  do {
    const limit = Math.min(left, longest);
    const page = await ask({ cursor, limit });
    items.push(...page.items);
    damaged.push(...page.damaged);
    // A page of large entries is shorter than was asked for.
    left -= page.items.length + page.damaged.length;
    cursor = page.next;
  } while (cursor !== null && left > 0);
  return { items, damaged, more: cursor !== null };
}
