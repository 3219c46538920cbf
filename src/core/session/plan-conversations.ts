import { openConversation } from '../conversations/conversation-record.ts';
import { removeTurn } from '../conversations/remove-turns.ts';
import { openTurn } from '../conversations/turn-record.ts';
import { wipe } from '../crypto/bytes.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { StoreReader, StoreTransaction } from '../ports.ts';
import { openProfile, profileSectionsAddress } from '../profiles/profile-record.ts';
import type { Cell, TableName, TurnRow } from '../rows.ts';

/** A row by its table and id. */
interface RowName {
  readonly table: TableName;
  readonly id: string;
  readonly version?: number;
}

const PAGE = 32;

/** Conversations, turns and profiles that do not open: what a repair drops of the tables that are sealed row by row. */
export function conversationsToDrop(reader: StoreReader, keys: VaultKeys): readonly RowName[] {
  const dropped: RowName[] = [];
  for (const row of reader.scan('conversations')) {
    if (openConversation(keys, row) === null) dropped.push({ table: 'conversations', id: row.id });
  }
  const lost = new Set(dropped.map(({ id }) => id));
  for (const row of everyTurn(reader)) {
    const stays = !lost.has(row.conversation_id) && openTurn(reader, keys, row) !== null;
    if (!stays) dropped.push({ table: 'turns', id: row.id });
  }
  for (const row of reader.scan('profiles')) {
    if (openProfile(keys, row) === null) dropped.push({ table: 'profiles', id: row.id });
  }
  for (const { profile_id: id, version, encrypted_sections } of reader.scan('profile_versions')) {
    const text = keys.openField(profileSectionsAddress({ id, version }), encrypted_sections);
    if (text === null) dropped.push({ table: 'profile_versions', id, version });
    wipe(text);
  }
  return dropped;
}

function* everyTurn(reader: StoreReader): Generator<TurnRow> {
  let after: readonly Cell[] | null = null;
  for (;;) {
    const rows: readonly TurnRow[] = reader.walk('turnsByTime', { of: [], after, limit: PAGE });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = [last.created_at, last.sequence, last.id];
  }
}

/** Removes such a row with what hangs on it; false if it is of another table. */
export function dropConversationRow(
  tx: StoreTransaction,
  { table, id, version }: RowName,
): boolean {
  if (table === 'conversations') {
    tx.remove('conversation_activity', id);
    tx.remove('conversations', id);
    return true;
  }
  if (table === 'turns') {
    const row = tx.get('turns', id);
    if (row !== null) removeTurn(tx, row);
    return true;
  }
  if (table === 'profiles') {
    tx.remove('profiles', id);
    return true;
  }
  if (table !== 'profile_versions') return false;
  tx.remove('profile_versions', id, version ?? 0);
  return true;
}
