import { conversationAddress } from '../conversations/conversation-record.ts';
import { envelopesOf, envelopesToRows, turnAddress } from '../conversations/turn-record.ts';
import { wipe } from '../crypto/bytes.ts';
import type { StoreTransaction } from '../ports.ts';
import type { Cell, TurnRow } from '../rows.ts';
import { profileSectionsAddress } from '../profiles/profile-record.ts';
import { moveEnvelope, type KeyChange } from './move-envelope.ts';

/** Turns held in memory at once. */
const PAGE = 32;

/** Conversations, turns and profiles under another vault key, inside its transaction. What does not open stays as it is. */
export function resealConversations(tx: StoreTransaction, change: KeyChange): void {
  for (const row of [...tx.scan('conversations')]) {
    const encrypted_details = moveEnvelope(change, conversationAddress(row), row.encrypted_details);
    tx.update('conversations', { ...row, encrypted_details });
  }
  resealTurns(tx, change);
  for (const row of [...tx.scan('profiles')]) {
    const encrypted_sections = moveEnvelope(
      change,
      profileSectionsAddress(row),
      row.encrypted_sections,
    );
    tx.update('profiles', { ...row, encrypted_sections });
  }
  for (const row of [...tx.scan('profile_versions')]) {
    const address = profileSectionsAddress({ id: row.profile_id, version: row.version });
    const encrypted_sections = moveEnvelope(change, address, row.encrypted_sections);
    tx.update('profile_versions', { ...row, encrypted_sections });
  }
}

function resealTurns(tx: StoreTransaction, change: KeyChange): void {
  let after: readonly Cell[] | null = null;
  for (;;) {
    const rows: readonly TurnRow[] = tx.walk('turnsByTime', { of: [], after, limit: PAGE });
    for (const row of rows) {
      after = [row.created_at, row.sequence, row.id];
      resealTurn(tx, change, row);
    }
    if (rows.length < PAGE) return;
  }
}

function resealTurn(tx: StoreTransaction, { from, to }: KeyChange, row: TurnRow): void {
  const address = turnAddress(row);
  const plaintext = from.openLong(address, envelopesOf(tx, row));
  if (plaintext === null) return;
  // The same length gives the same chunks.
  const sealed = envelopesToRows(row, to.sealLong(address, plaintext));
  wipe(plaintext);
  tx.update('turns', sealed.row);
  for (const chunk of sealed.chunks) tx.update('turn_chunks', chunk);
}
