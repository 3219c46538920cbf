import type { SessionStatus } from '../../shared/access.ts';
import type { ImportSession } from '../client-api.ts';
import { cellOf, countCell, jsonCell, lineOf, textCell } from './old-cells.ts';
import { readInstants, readOldClients } from './old-clients.ts';
import { readOldMetadata } from './old-metadata.ts';
import type { OldProblem, OldRow, OldStore, OldTurn } from './old-store.ts';

/** The tables of SONIA's memory.db, as the store's reader gives them. */
export interface SoniaRows {
  readonly users: readonly OldRow[];
  readonly sessions: readonly OldRow[];
  readonly turns: readonly OldRow[];
}

const SESSION_STATUSES = new Map<string, SessionStatus>([
  ['active', 'active'],
  ['closed', 'closed'],
  ['deleted', 'closed'],
  ['ended', 'closed'],
  ['expired', 'expired'],
]);
const CREATED = { at: ['created_at'] };
const METADATA = ['metadata', 'metadata_json'];
const PROFILE_CHARS = 64;

/**
 * Reads the rows of SONIA's memory.db. A row that names a user who is not in the file is nobody's. Turns come by session
 * and number.
 */
export function readSoniaRows({ users, sessions, turns }: SoniaRows): OldStore {
  const columns = { id: ['user_id', 'id'], externalId: ['external_id'] };
  const { clients, problems, ids } = readOldClients(users, columns);
  const found: OldProblem[] = [...problems];
  const owned = readSessions(sessions, ids, found);
  return {
    source: 'sonia',
    clients,
    sessions: owned,
    conversations: [],
    turns: readTurns(turns, ids, found),
    problems: found,
  };
}

function ownerOf(row: OldRow, ids: ReadonlySet<string>): string | null {
  const owner = textCell(row, ['user_id']);
  return owner !== null && ids.has(owner) ? owner : null;
}

function readSessions(
  rows: readonly OldRow[],
  ids: ReadonlySet<string>,
  problems: OldProblem[],
): ImportSession[] {
  const seen = new Set<string>();
  const sessions: ImportSession[] = [];
  for (const row of rows) {
    const sourceId = textCell(row, ['session_id', 'id']);
    const say = (hint: string, kept: boolean): void => {
      const name = sourceId ?? '';
      problems.push({ table: 'session', name, ...lineOf(row), code: 'invalid_input', hint, kept });
    };
    if (sourceId === null) say('The session has no id.', false);
    else if (seen.has(sourceId)) say('The id comes a second time.', false);
    else sessions.push(readSession(row, sourceId, ownerOf(row, ids), say));
    if (sourceId !== null) seen.add(sourceId);
  }
  return sessions;
}

function readSession(
  row: OldRow,
  sourceId: string,
  client: string | null,
  say: (hint: string, kept: boolean) => void,
): ImportSession {
  const { entries, leftOut } = readOldMetadata(cellOf(row, METADATA));
  if (leftOut !== null) say(leftOut, true);
  const word = textCell(row, ['status']) ?? 'active';
  const status = SESSION_STATUSES.get(word.toLowerCase());
  if (status === undefined) say('Its status is unknown; it is imported as closed.', true);
  const instants = readInstants(row, {
    createdAt: ['created_at'],
    updatedAt: ['updated_at'],
    expiresAt: ['expires_at'],
    lastActivityAt: ['last_activity_at', 'last_activity'],
  });
  if (instants === null) say('Its dates could not be read; it is imported as closed.', true);
  const profile = textCell(row, ['profile']);
  const fits = profile === null || isProfile(profile);
  if (!fits) say('Its profile is too long or is not a word; it is imported without.', true);
  return {
    sourceId,
    client,
    conversation: textCell(row, ['conversation_id']),
    profile: fits ? profile : null,
    status: instants === null ? 'closed' : (status ?? 'closed'),
    metadata: entries,
    turnCount: countCell(row, ['turn_count']) ?? 0,
    ...instants,
  };
}

function isProfile(text: string): boolean {
  return text.length <= PROFILE_CHARS && text.isWellFormed() && !/\p{Cc}/u.test(text);
}

/** Turns by session, number and time; a turn of no session comes first. Rows without an id are named. */
function readTurns(
  rows: readonly OldRow[],
  ids: ReadonlySet<string>,
  problems: OldProblem[],
): OldTurn[] {
  const turns = rows.flatMap((row) => {
    const sourceId = textCell(row, ['turn_id', 'id']);
    if (sourceId !== null) {
      noteDates(row, sourceId, problems);
      return [readTurn(row, sourceId, ids)];
    }
    const hint = 'The turn has no id.';
    problems.push({ table: 'turn', name: '', code: 'invalid_input', hint, kept: false });
    return [];
  });
  turns.sort(
    (a, b) =>
      compareText(a.session ?? '', b.session ?? '') ||
      a.sequence - b.sequence ||
      compareText(a.createdAt ?? '', b.createdAt ?? ''),
  );
  let number = 0;
  return turns.map((turn, i) => {
    number = i > 0 && turns[i - 1]?.session === turn.session ? number + 1 : 1;
    return { ...turn, sequence: number };
  });
}

function noteDates(row: OldRow, name: string, problems: OldProblem[]): void {
  if (readInstants(row, CREATED) !== null) return;
  const hint = 'Its date could not be read; it has that of the turn before it.';
  problems.push({ table: 'turn', name, code: 'invalid_input', hint, kept: true });
}

function readTurn(row: OldRow, sourceId: string, ids: ReadonlySet<string>): OldTurn {
  const said = [
    { role: 'user', text: textCell(row, ['user_input']) },
    { role: 'assistant', text: textCell(row, ['assistant_response']) },
  ];
  return {
    sourceId,
    client: ownerOf(row, ids),
    session: textCell(row, ['session_id']),
    conversation: textCell(row, ['conversation_id']),
    sequence: countCell(row, ['sequence_num', 'sequence', 'turn_number']) ?? 0,
    said: said.flatMap(({ role, text }) => (text === null ? [] : [{ role, text }])),
    model: textCell(row, ['model_used', 'model']),
    toolCalls: jsonCell(row, ['tool_calls', 'tool_calls_json']),
    metadata: jsonCell(row, METADATA),
    status: textCell(row, ['status']),
    latencyMs: countCell(row, ['latency_ms']),
    createdAt: readInstants(row, CREATED)?.at ?? null,
  };
}

/** Order of two texts by their UTF-16 units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
