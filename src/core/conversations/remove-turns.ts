import type { StoreReader, StoreTransaction } from '../ports.ts';
import type { ConversationActivityRow, TurnRow } from '../rows.ts';
import type { Stored } from './storage-meter.ts';
import { envelopesOf } from './turn-record.ts';

const PAGE = 64;

/** Removes a turn with its chunks, opened or not; says what it took. */
export function removeTurn(tx: StoreTransaction, row: TurnRow): Stored {
  let bytes = 0;
  for (const envelope of envelopesOf(tx, row)) bytes += envelope.length;
  for (const { chunk } of tx.walk('chunksOfTurn', { of: [row.id], limit: 1024 })) {
    tx.remove('turn_chunks', row.id, chunk);
  }
  tx.remove('turns', row.id);
  return { items: 1, bytes };
}

/** Removes every turn of a conversation; says what they took. */
export function removeTurns(tx: StoreTransaction, conversationId: string): Stored {
  let items = 0;
  let bytes = 0;
  for (;;) {
    const rows = tx.walk('turnsOfConversation', { of: [conversationId], limit: PAGE });
    for (const row of rows) {
      const removed = removeTurn(tx, row);
      items += removed.items;
      bytes += removed.bytes;
    }
    if (rows.length < PAGE) return { items, bytes };
  }
}

/** Removes a conversation with its turns; says what they took. */
export function removeConversationRows(tx: StoreTransaction, conversationId: string): Stored {
  const removed = removeTurns(tx, conversationId);
  tx.remove('conversation_activity', conversationId);
  tx.remove('conversations', conversationId);
  return removed;
}

/** Writes the activity of a conversation, whether there was some or not. */
export function putActivity(tx: StoreTransaction, row: ConversationActivityRow): void {
  tx.remove('conversation_activity', row.conversation_id);
  tx.insert('conversation_activity', row);
}

/** How many turns a conversation has, and the highest number of one. */
export function countTurns(
  store: StoreReader,
  conversationId: string,
): { readonly turns: number; readonly lastSequence: number } {
  let turns = 0;
  let last: TurnRow | undefined;
  for (;;) {
    const after = last === undefined ? null : [last.sequence, last.id];
    const rows = store.walk('turnsOfConversation', { of: [conversationId], after, limit: PAGE });
    turns += rows.length;
    last = rows.at(-1) ?? last;
    if (rows.length < PAGE) return { turns, lastSequence: last?.sequence ?? 0 };
  }
}
