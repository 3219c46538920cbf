import { VaultError } from '../../shared/vault-error.ts';
import { csvRecords, type CsvRecord } from './csv-rows.ts';
import type { OldProblem, OldRow } from './old-store.ts';

/** The tables of a dump, each empty where the dump does not have it. */
export interface CompanionTables {
  readonly users: readonly OldRow[];
  readonly conversations: readonly OldRow[];
  readonly messages: readonly OldRow[];
  readonly problems: readonly OldProblem[];
}

type Table = 'users' | 'conversations' | 'messages';

const TABLES: readonly Table[] = ['users', 'conversations', 'messages'];
const WORDS = { users: 'client', conversations: 'conversation', messages: 'turn' } as const;
/** The byte of a JSON object, which no heading of a table begins with. */
const OPENING_BRACE = '{';

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/**
 * The rows of a dump in one JSON file or in up to three CSV files.
 * @throws VaultError `invalid_input` if a file is neither, or a table comes twice.
 */
export function readCompanionTables(files: readonly Uint8Array[]): CompanionTables {
  const tables = new Map<Table, readonly OldRow[]>();
  const problems: OldProblem[] = [];
  for (const bytes of files) {
    const text = asText(bytes);
    const isJson = text.trimStart().startsWith(OPENING_BRACE);
    for (const [table, rows] of isJson ? jsonTables(text, problems) : csvTable(text, problems)) {
      if (tables.has(table)) refuse('A table comes twice.');
      tables.set(table, rows);
    }
  }
  return {
    users: tables.get('users') ?? [],
    conversations: tables.get('conversations') ?? [],
    messages: tables.get('messages') ?? [],
    problems,
  };
}

function asText(bytes: Uint8Array): string {
  try {
    // The byte order mark is taken away.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('The file is not UTF-8.');
  }
}

function* jsonTables(
  text: string,
  problems: OldProblem[],
): Generator<readonly [Table, readonly OldRow[]], void, undefined> {
  const root = parsed(text);
  const found = new Map(Object.entries(root as object)) as ReadonlyMap<string, unknown>;
  if (!TABLES.some((table) => found.has(table))) refuse(NO_TABLE);
  for (const table of TABLES) {
    const rows = found.get(table);
    if (rows === undefined) continue;
    if (!Array.isArray(rows)) refuse('A table of the dump is not a list.');
    yield [table, jsonRows(table, rows, problems)];
  }
}

const NO_TABLE = 'This is not a dump with users, conversations or messages.';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return refuse('The file is not valid JSON.');
  }
}

function jsonRows(table: Table, rows: readonly unknown[], problems: OldProblem[]): OldRow[] {
  return rows.flatMap((row) => {
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) {
      return [{ cells: new Map<string, unknown>(Object.entries(row)) }];
    }
    problems.push({ ...leftOut(table), hint: 'The row is not an object.' });
    return [];
  });
}

function leftOut(table: Table): Omit<OldProblem, 'hint'> {
  return { table: WORDS[table], name: '', code: 'invalid_input', kept: false };
}

function* csvTable(
  text: string,
  problems: OldProblem[],
): Generator<readonly [Table, readonly OldRow[]], void, undefined> {
  const records = csvRecords(text);
  const first = records.next();
  if (first.done === true) return refuse(NO_TABLE);
  const heading = first.value.cells.map((name) => name.trim().toLowerCase());
  const table = tableOf(heading);
  if (table === null) return refuse(NO_TABLE);
  if (new Set(heading).size !== heading.length) refuse('A column of the heading comes twice.');
  yield [table, csvRows(table, heading, records, problems)];
}

/** Which table has these columns. */
function tableOf(heading: readonly string[]): Table | null {
  if (heading.includes('external_user_id')) return 'users';
  if (heading.includes('conversation_id')) return heading.includes('title') ? null : 'messages';
  if (heading.includes('user_id') && heading.includes('title')) return 'conversations';
  return null;
}

function csvRows(
  table: Table,
  heading: readonly string[],
  records: Iterable<CsvRecord>,
  problems: OldProblem[],
): OldRow[] {
  const rows: OldRow[] = [];
  for (const { line, cells } of records) {
    if (cells.length === heading.length) {
      rows.push({ line, cells: new Map(heading.map((name, i) => [name, cells[i] ?? ''])) });
    } else {
      const hint = 'The row has another number of cells than the heading.';
      problems.push({ ...leftOut(table), line, hint });
    }
  }
  return rows;
}
