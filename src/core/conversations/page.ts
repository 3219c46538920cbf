import { CONVERSATION_LIMITS, type Page, type PageInput } from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { nextTurn } from '../next-turn.ts';
import type { StoreReader } from '../ports.ts';
import { WALKS, type Cell, type Row, type WalkName, type WalkRow } from '../rows.ts';

const CURSOR_CHARS = 512;
/** Rows read and opened before the event loop gets a turn. */
const SLICE = 16;

/** Which walk, of what, and which part of it. */
export interface PageRequest<W extends WalkName> {
  readonly walk: W;
  readonly of: readonly Cell[];
  readonly input: PageInput;
}

function placeOf(walk: WalkName, cursor: unknown): readonly Cell[] | null {
  if (cursor === undefined || cursor === null) return null;
  if (typeof cursor !== 'string' || cursor.length > CURSOR_CHARS) throw badCursor();
  let cells: unknown;
  try {
    cells = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw badCursor();
  }
  const { by } = WALKS[walk];
  if (!Array.isArray(cells) || cells.length !== by.length) throw badCursor();
  const fits = by.every((column, i) => {
    const cell: unknown = cells[i];
    if (column === 'sequence') return Number.isSafeInteger(cell);
    return typeof cell === 'string' && cell.isWellFormed();
  });
  if (!fits) throw badCursor();
  return cells as readonly Cell[];
}

function badCursor(): VaultError {
  return new VaultError('invalid_input', { hint: 'The cursor is not one of this list.' });
}

/** How many rows are asked for. @throws VaultError `invalid_input`. */
function limitOf(limit: unknown): number {
  if (limit === undefined) return CONVERSATION_LIMITS.pageSize;
  const fits =
    Number.isInteger(limit) &&
    Number(limit) >= 1 &&
    Number(limit) <= CONVERSATION_LIMITS.longestPage;
  if (!fits) throw new VaultError('invalid_input', { hint: 'A page has 1 to 500 entries.' });
  return Number(limit);
}

/**
 * One page of a walk, read and opened in slices. `open` gives null for a row that does not open, undefined for one that is
 * not to be shown. `mayGoOn` throws if the work must end.
 */
export async function readPage<W extends WalkName, T>(
  store: StoreReader,
  { walk, of, input }: PageRequest<W>,
  open: (row: WalkRow<W>) => T | null | undefined,
  mayGoOn: () => void,
): Promise<Page<T>> {
  const wanted = limitOf(input.limit);
  const { newestFirst: descending = false } = input;
  const items: T[] = [];
  const damaged: string[] = [];
  let after = placeOf(walk, input.cursor);
  for (let read = 0; ; read += SLICE) {
    // One more than is wanted says whether there is a next page.
    const limit = Math.min(SLICE, wanted - read + 1);
    const rows = store.walk(walk, { of, after, descending, limit });
    for (const [i, row] of rows.entries()) {
      if (read + i === wanted) return { items, next: cursorText(after), damaged };
      after = WALKS[walk].by.map((column: string) => (row as Row)[column] ?? null);
      const item = open(row);
      if (item === null) damaged.push(idOf(row));
      else if (item !== undefined) items.push(item);
    }
    if (rows.length < limit) return { items, next: null, damaged };
    await nextTurn();
    mayGoOn();
  }
}

function cursorText(place: readonly Cell[] | null): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function idOf(row: Row): string {
  const id = row['id'] ?? row['conversation_id'];
  return typeof id === 'string' ? id : '';
}
