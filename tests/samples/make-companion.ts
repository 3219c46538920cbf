import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A dump of the companion's three tables. */
export const COMPANION = {
  users: [
    {
      id: 1,
      external_user_id: 'default_user',
      email: null,
      display_name: 'Default User',
      created_at: '2025-06-01 10:00:00+00',
    },
    {
      id: 2,
      external_user_id: 'auth0|42',
      email: 'Bo@Example.org',
      display_name: 'Bo, "the" trader',
      created_at: '2025-07-01T12:00:00+02:00',
    },
    {
      id: 3,
      external_user_id: 'auth0|43',
      email: 'cy@example.org',
      display_name: '',
      created_at: '2025-08-01T12:00:00',
    },
  ],
  conversations: [
    {
      id: '33333333-3333-4333-8333-333333333333',
      user_id: 2,
      title: 'First\nchat',
      created_at: '2025-07-02T00:00:00Z',
      updated_at: '2025-07-03T00:00:00Z',
    },
    {
      id: 'c-2',
      user_id: null,
      title: null,
      created_at: '2025-05-01T00:00:00Z',
      updated_at: '2025-05-01T00:00:00Z',
    },
  ],
  messages: [
    {
      id: 12,
      conversation_id: '33333333-3333-4333-8333-333333333333',
      role: 'assistant',
      content: 'Hello, "Bo"\r\nhow?',
      created_at: '2025-07-02T00:00:02Z',
    },
    {
      id: 11,
      conversation_id: '33333333-3333-4333-8333-333333333333',
      role: 'user',
      content: 'Hi',
      created_at: '2025-07-02T00:00:01Z',
    },
    {
      id: 13,
      conversation_id: 'c-2',
      role: 'user',
      content: 'old',
      created_at: '2025-05-01T00:00:00Z',
    },
  ],
} as const;

/** The dump as one JSON file. */
export function companionJson(dump: object = COMPANION): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(dump));
}

/** A table as CSV, as PostgreSQL's COPY writes it: NULL is nothing at all. */
export function csvOf(
  rows: readonly Readonly<Record<string, string | number | null>>[],
): Uint8Array {
  const heading = Object.keys(rows[0] ?? {});
  const cell = (value: string | number | null): string => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => Object.values(row).map(cell).join(','));
  return new TextEncoder().encode(`${[heading.join(','), ...lines].join('\r\n')}\r\n`);
}

/** Writes the dump as a folder of CSV files. */
export function makeCompanionFolder(folder: string): void {
  for (const [table, rows] of Object.entries(COMPANION)) {
    writeFileSync(join(folder, `${table}.csv`), csvOf(rows));
  }
}
