import { NEW_CHAT, type ConversationView } from '../../shared/conversation.ts';
import { idBytes, isUuid } from '../../shared/ids.ts';
import type { FieldAddress } from '../format/field-address.ts';
import { openJson, sealJson, type SealedObject } from '../format/sealed-json.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { ConversationActivityRow, ConversationRow } from '../rows.ts';

/** Format byte of conversations (docs/format.md §4). */
const KIND_CONVERSATION = 24;

/** What is sealed of a conversation, and whatever a newer version wrote beside it. */
export type ConversationDetails = SealedObject & {
  readonly title: string;
  readonly agent?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** A conversation whose row says what is sealed in it. */
export interface OpenConversation {
  readonly row: ConversationRow;
  readonly details: ConversationDetails;
}

/** Whether a text has the form of a conversation's id. */
export function isConversationId(text: unknown): text is string {
  return typeof text === 'string' && text.startsWith('con_') && isUuid(text.slice('con_'.length));
}

/** The address of what is sealed of a conversation. */
export function conversationAddress({
  id,
  version,
}: Pick<ConversationRow, 'id' | 'version'>): FieldAddress {
  return {
    column: 'conversations.encrypted_details',
    recordId: idBytes(id),
    recordVersion: version,
    kind: KIND_CONVERSATION,
  };
}

/** The row for a conversation. Its owner and beginning are sealed beside the title. */
export function sealConversation(
  keys: VaultKeys,
  content: Omit<ConversationRow, 'encrypted_details'>,
  details: ConversationDetails,
): ConversationRow {
  const { client_id, created_at } = content;
  const sealed = { ...details, client_id, created_at };
  return { ...content, encrypted_details: sealJson(keys, conversationAddress(content), sealed) };
}

/** The same conversation in its next version. */
export function sealConversationAgain(
  keys: VaultKeys,
  { row, details }: OpenConversation,
  change: {
    readonly details?: ConversationDetails;
    readonly client_id?: string | null;
    readonly updated_at: string;
  },
): ConversationRow {
  const { encrypted_details: _details, ...content } = row;
  const { details: next = details, ...columns } = change;
  return sealConversation(keys, { ...content, version: row.version + 1, ...columns }, next);
}

/** Opens a conversation's row; null if it does not open or holds something else than it says. */
export function openConversation(keys: VaultKeys, row: ConversationRow): OpenConversation | null {
  if (!isConversationId(row.id)) return null;
  const sealed = openJson(keys, conversationAddress(row), row.encrypted_details);
  if (sealed === null || sealed['client_id'] !== row.client_id) return null;
  if (sealed['created_at'] !== row.created_at || typeof sealed['title'] !== 'string') return null;
  return { row, details: sealed as ConversationDetails };
}

/** A conversation as it is shown. Without activity it is as if nothing had been said yet. */
export function viewConversation(
  { row, details }: OpenConversation,
  activity: Pick<ConversationActivityRow, 'updated_at' | 'turn_count'> | null,
): ConversationView {
  return {
    id: row.id,
    clientId: row.client_id,
    title: details.title === '' ? NEW_CHAT : details.title,
    agent: details.agent ?? null,
    metadata: details.metadata ?? {},
    turnCount: activity?.turn_count ?? 0,
    createdAt: row.created_at,
    updatedAt: activity?.updated_at ?? row.updated_at,
  };
}
