import type { CoveredTransaction } from '../integrity/write-covered.ts';
import { removeConversationRows, removeTurn } from './remove-turns.ts';

const PAGE = 64;

/** Removes everything that is a client's: conversations, turns, profile, retention. The client's own row stays. */
export function removeAllOf(tx: CoveredTransaction, clientId: string): void {
  const { raw } = tx;
  for (const { id } of raw.find('conversations', 'client_id', clientId)) {
    removeConversationRows(raw, id);
  }
  // What else bears its name was left by a crash or put there; none of it stays either.
  const part = { of: [clientId], limit: PAGE };
  for (let rows = raw.walk('turnsOfClient', part); rows.length > 0;) {
    for (const row of rows) removeTurn(raw, row);
    rows = raw.walk('turnsOfClient', part);
  }
  for (let rows = raw.walk('conversationsOfClient', part); rows.length > 0;) {
    for (const row of rows) raw.remove('conversation_activity', row.conversation_id);
    rows = raw.walk('conversationsOfClient', part);
  }
  for (let rows = raw.walk('profilesOfClient', part); rows.length > 0;) {
    for (const { id } of rows) {
      for (const { version } of raw.walk('versionsOfProfile', { of: [id], limit: 4096 })) {
        raw.remove('profile_versions', id, version);
      }
      raw.remove('profiles', id);
    }
    rows = raw.walk('profilesOfClient', part);
  }
  tx.remove('retentions', [clientId]);
}
