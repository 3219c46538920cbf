import { VaultError } from '../../shared/vault-error.ts';
import { cellOf, jsonCell, lineOf, textCell } from './old-cells.ts';
import { readInstants, readOldClients } from './old-clients.ts';
import { readCompanionTables, type CompanionTables } from './companion-tables.ts';
import type { OldConversation, OldProblem, OldRow, OldStore, OldTurn } from './old-store.ts';
import { compareText } from './sonia.ts';

const SAID = { at: ['created_at', 'timestamp'] };
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads a dump of the companion's database (docs/import.md): one JSON file, or CSV files of its tables users,
 * conversations and messages. A row that names a user who is not in the dump is nobody's. Messages come by conversation
 * and time.
 * @throws VaultError `invalid_input` if it is not such a dump as a whole, `too_large` beyond 64 MiB.
 */
export function parseCompanion(files: readonly Uint8Array[]): OldStore {
  if (files.reduce((sum, { length }) => sum + length, 0) > MAX_BYTES) {
    throw new VaultError('too_large');
  }
  return readTables(readCompanionTables(files));
}

function readTables({ users, conversations, messages, problems }: CompanionTables): OldStore {
  const columns = { id: ['id', 'user_id', 'external_user_id'], externalId: ['external_user_id'] };
  const { clients, problems: ofClients, ids } = readOldClients(users, columns);
  const found: OldProblem[] = [...problems, ...ofClients];
  const owned = readConversations(conversations, ids, found);
  return {
    source: 'companion',
    clients,
    sessions: [],
    conversations: owned,
    turns: readMessages(messages, owned, found),
    problems: found,
  };
}

function idOf(
  row: OldRow,
  seen: Set<string>,
  table: 'conversation' | 'turn',
  problems: OldProblem[],
): string | null {
  const id = textCell(row, ['id', table === 'turn' ? 'message_id' : 'conversation_id']);
  if (id !== null && !seen.has(id)) {
    seen.add(id);
    return id;
  }
  const hint = id === null ? 'The row has no id.' : 'The id comes a second time.';
  const name = id ?? '';
  problems.push({ table, name, ...lineOf(row), code: 'invalid_input', hint, kept: false });
  return null;
}

function noteDates(
  table: 'conversation' | 'turn',
  row: OldRow,
  name: string,
  problems: OldProblem[],
): void {
  const hint =
    table === 'turn'
      ? 'Its date could not be read; it has that of the turn before it.'
      : 'Its dates could not be read; it has those of its first and last turn.';
  problems.push({ table, name, ...lineOf(row), code: 'invalid_input', hint, kept: true });
}

function readConversations(
  rows: readonly OldRow[],
  ids: ReadonlySet<string>,
  problems: OldProblem[],
): OldConversation[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const sourceId = idOf(row, seen, 'conversation', problems);
    if (sourceId === null) return [];
    const owner = textCell(row, ['user_id']);
    const at = readInstants(row, { createdAt: ['created_at'], updatedAt: ['updated_at'] });
    if (at === null) noteDates('conversation', row, sourceId, problems);
    return [
      {
        sourceId,
        client: owner !== null && ids.has(owner) ? owner : null,
        title: textCell(row, ['title']),
        createdAt: at?.createdAt ?? null,
        updatedAt: at?.updatedAt ?? null,
      },
    ];
  });
}

function readMessages(
  rows: readonly OldRow[],
  conversations: readonly OldConversation[],
  problems: OldProblem[],
): OldTurn[] {
  const owners = new Map(conversations.map(({ sourceId, client }) => [sourceId, client]));
  const seen = new Set<string>();
  const turns = rows.flatMap((row) => {
    const sourceId = idOf(row, seen, 'turn', problems);
    if (sourceId === null) return [];
    if (readInstants(row, SAID) === null) noteDates('turn', row, sourceId, problems);
    return [readMessage(row, sourceId, owners)];
  });
  // Stable: messages of one instant, and those without one, stay in the order of the dump.
  turns.sort(
    (a, b) =>
      compareText(a.conversation ?? '', b.conversation ?? '') ||
      compareText(a.createdAt ?? '', b.createdAt ?? ''),
  );
  let number = 0;
  return turns.map((turn, i) => {
    number = i > 0 && turns[i - 1]?.conversation === turn.conversation ? number + 1 : 1;
    return { ...turn, sequence: number };
  });
}

function readMessage(
  row: OldRow,
  sourceId: string,
  owners: ReadonlyMap<string, string | null>,
): OldTurn {
  const conversation = textCell(row, ['conversation_id']);
  const text = cellOf(row, ['content', 'text', 'message']);
  return {
    sourceId,
    client: (conversation === null ? null : owners.get(conversation)) ?? null,
    session: null,
    conversation,
    sequence: 0,
    said:
      typeof text === 'string' ? [{ role: textCell(row, ['role', 'sender']) ?? 'user', text }] : [],
    model: textCell(row, ['model']),
    toolCalls: jsonCell(row, ['tool_calls']),
    metadata: jsonCell(row, ['metadata', 'metadata_json']),
    status: null,
    latencyMs: null,
    createdAt: readInstants(row, SAID)?.at ?? null,
  };
}
