import type { SessionStatus } from '../../shared/access.ts';
import { idBytes, isUuid } from '../../shared/ids.ts';
import type { FieldAddress } from '../format/field-address.ts';
import { openJson, sealJson, type SealedObject } from '../format/sealed-json.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { SessionRow } from '../rows.ts';

/** Format byte of sessions (docs/format.md §4). */
const KIND_SESSION = 21;

/** Every status of a session. */
export const SESSION_STATUSES: readonly SessionStatus[] = ['active', 'closed', 'expired'];

/** What is sealed of a session. */
export type SessionDetails = {
  readonly client_id: string;
  readonly status: SessionStatus;
  readonly conversation_id: string | null;
  readonly profile: string | null;
  readonly metadata: Readonly<Record<string, string>>;
};

/** A session in one of its versions. */
export interface SessionContent {
  readonly id: string;
  readonly version: number;
  readonly details: SessionDetails;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Whether a text has the form of a session's id. */
export function isSessionId(text: unknown): text is string {
  return typeof text === 'string' && text.startsWith('ses_') && isUuid(text.slice('ses_'.length));
}

/** The address of what is sealed of a session. */
export function sessionAddress({ id, version }: Pick<SessionRow, 'id' | 'version'>): FieldAddress {
  return {
    column: 'sessions.encrypted_details',
    recordId: idBytes(id),
    recordVersion: version,
    kind: KIND_SESSION,
  };
}

/** The row for a session. */
export function sealSession(keys: VaultKeys, content: SessionContent): SessionRow {
  const { id, version, details, createdAt, updatedAt } = content;
  return {
    id,
    version,
    client_id: details.client_id,
    status: details.status,
    encrypted_details: sealJson(keys, sessionAddress(content), details),
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

/** Opens a session; null if it does not open or its row says something else than was sealed. */
export function openSession(keys: VaultKeys, row: SessionRow): SessionContent | null {
  if (!isSessionId(row.id)) return null;
  const details = parseDetails(openJson(keys, sessionAddress(row), row.encrypted_details));
  if (details?.status !== row.status || details.client_id !== row.client_id) return null;
  const { id, version, created_at: createdAt, updated_at: updatedAt } = row;
  return { id, version, details, createdAt, updatedAt };
}

function parseDetails(sealed: SealedObject | null): SessionDetails | null {
  if (sealed === null) return null;
  const { client_id: clientId, conversation_id: conversationId, profile, metadata } = sealed;
  const status = SESSION_STATUSES.find((known) => known === sealed['status']);
  const fits =
    status !== undefined &&
    typeof clientId === 'string' &&
    isTextOrNull(conversationId) &&
    isTextOrNull(profile) &&
    isTextMap(metadata);
  return fits ? (sealed as SessionDetails) : null;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.values(value).every((text) => typeof text === 'string');
}
