import {
  TURN_ROLES,
  TURN_STATUSES,
  type TurnRole,
  type TurnStatus,
  type TurnView,
} from '../../shared/conversation.ts';
import { idBytes, isUuid } from '../../shared/ids.ts';
import { wipe } from '../crypto/bytes.ts';
import type { FieldAddress } from '../format/field-address.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { StoreReader } from '../ports.ts';
import type { TurnChunkRow, TurnRow } from '../rows.ts';

/** Format byte of turns (docs/format.md §4). */
const KIND_TURN = 25;
/** Byte 3 of an envelope: 1 says that another chunk follows. */
const FLAGS = 3;

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** What is plain in the row and sealed beside the content as well. */
const STEERING = [
  'client_id',
  'conversation_id',
  'session_id',
  'sequence',
  'created_at',
] as const satisfies readonly (keyof TurnRow)[];

/** What is sealed of a turn beside what steers. */
export interface TurnContent {
  readonly role: TurnRole;
  readonly actor: string | null;
  readonly agent: string | null;
  readonly content: string;
  readonly model: string | null;
  readonly tool_calls: readonly unknown[];
  readonly latency_ms: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly status: TurnStatus;
  readonly correlation_id: string;
}

/** A turn's rows as they are written together. */
export interface SealedTurn {
  readonly row: TurnRow;
  readonly chunks: readonly TurnChunkRow[];
}

/** A turn whose row says what is sealed in it. */
export interface OpenTurn {
  readonly row: TurnRow;
  readonly content: TurnContent;
}

/** Whether a text has the form of a turn's id. */
export function isTurnId(text: unknown): text is string {
  return typeof text === 'string' && text.startsWith('trn_') && isUuid(text.slice('trn_'.length));
}

/** The address of what is sealed of a turn. */
export function turnAddress({ id, version }: Pick<TurnRow, 'id' | 'version'>): FieldAddress {
  return {
    column: 'turns.encrypted_content',
    recordId: idBytes(id),
    recordVersion: version,
    kind: KIND_TURN,
  };
}

/** The rows for a turn: one, and one more for each chunk behind the first of a long one. */
export function sealTurn(
  keys: VaultKeys,
  columns: Omit<TurnRow, 'encrypted_content'>,
  content: TurnContent,
): SealedTurn {
  const steering = Object.fromEntries(STEERING.map((column) => [column, columns[column]]));
  const plaintext = encoder.encode(JSON.stringify({ ...content, ...steering }));
  try {
    return envelopesToRows(columns, keys.sealLong(turnAddress(columns), plaintext));
  } finally {
    wipe(plaintext);
  }
}

/** The rows that hold these envelopes. */
export function envelopesToRows(
  columns: Omit<TurnRow, 'encrypted_content'>,
  [first = new Uint8Array(0), ...rest]: readonly Uint8Array[],
): SealedTurn {
  return {
    row: { ...columns, encrypted_content: first },
    chunks: rest.map((envelope, i) => ({
      turn_id: columns.id,
      chunk: i + 1,
      encrypted_content: envelope,
    })),
  };
}

/** Every envelope of a turn, in order. */
export function envelopesOf(store: StoreReader, row: TurnRow): readonly Uint8Array[] {
  if (row.encrypted_content[FLAGS] !== 1) return [row.encrypted_content];
  const chunks = store.walk('chunksOfTurn', { of: [row.id], limit: 1024 });
  return [row.encrypted_content, ...chunks.map((chunk) => chunk.encrypted_content)];
}

/** What a turn takes in the file: the sealed size of its content. */
export function sealedBytes({ row, chunks }: SealedTurn): number {
  return chunks.reduce(
    (sum, chunk) => sum + chunk.encrypted_content.length,
    row.encrypted_content.length,
  );
}

/** Opens a turn; null if it does not open or holds something else than it says. */
export function openTurn(store: StoreReader, keys: VaultKeys, row: TurnRow): OpenTurn | null {
  if (!isTurnId(row.id)) return null;
  const plaintext = keys.openLong(turnAddress(row), envelopesOf(store, row));
  if (plaintext === null) return null;
  try {
    const sealed = JSON.parse(decoder.decode(plaintext)) as Record<string, unknown> | null;
    if (sealed === null || !STEERING.every((column) => sealed[column] === row[column])) return null;
    return holdsTurn(sealed) ? { row, content: sealed } : null;
  } catch {
    return null;
  } finally {
    wipe(plaintext);
  }
}

function holdsTurn(
  sealed: Record<string, unknown>,
): sealed is Record<string, unknown> & TurnContent {
  return (
    TURN_ROLES.some((role) => role === sealed['role']) &&
    TURN_STATUSES.some((status) => status === sealed['status']) &&
    typeof sealed['content'] === 'string' &&
    Array.isArray(sealed['tool_calls']) &&
    typeof sealed['metadata'] === 'object' &&
    typeof sealed['correlation_id'] === 'string'
  );
}

/** A turn as it is shown. */
export function viewTurn({ row, content }: OpenTurn): TurnView {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    sessionId: row.session_id,
    clientId: row.client_id,
    sequence: row.sequence,
    role: content.role,
    actor: content.actor,
    agent: content.agent,
    content: content.content,
    model: content.model,
    toolCalls: content.tool_calls,
    latencyMs: content.latency_ms,
    metadata: content.metadata,
    status: content.status,
    correlationId: content.correlation_id,
    createdAt: row.created_at,
  };
}
