import type { ConversationView } from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { Party } from '../conversation-api.ts';
import type { StoreTransaction } from '../ports.ts';
import { tryTo } from '../session/vault-core.ts';
import type { Archive } from './archive.ts';
import { checkTitle } from './check-turn.ts';
import { sealConversationAgain } from './conversation-record.ts';
import { currentView, subjectName } from './open-conversations.ts';
import { namedClient, ownConversation, ownerOnly, presentClient } from './party.ts';
import { countTurns, putActivity, removeConversationRows, removeTurns } from './remove-turns.ts';
import type { Stored } from './storage-meter.ts';
import { openTurn, sealTurn } from './turn-record.ts';

/** Gives a conversation another title. Leaves no line in the log. @throws VaultError `not_found`, `invalid_input`. */
export function renameConversation(
  archive: Archive,
  party: Party,
  { id, title }: { readonly id: string; readonly title: string },
  context: CallContext,
): Promise<ConversationView> {
  const { core, queue } = archive;
  return core.writable({ event: 'conversation.rename' }, context, ({ keys }) => {
    const conversation = ownConversation(core.store, keys, party, id);
    const details = { ...conversation.details, title: checkTitle(title) };
    const updatedAt = core.clock.nowText();
    const row = sealConversationAgain(keys, conversation, { details, updated_at: updatedAt });
    queue.flush();
    core.store.transaction((tx) => {
      tx.update('conversations', row);
      const activity = tx.get('conversation_activity', id);
      if (activity !== null) putActivity(tx, { ...activity, updated_at: updatedAt });
    });
    return currentView(archive, keys, party, id);
  });
}

/** Takes the turns of a conversation away; its sequence begins anew. @throws VaultError `not_found`. */
export function resetConversation(
  archive: Archive,
  party: Party,
  { id }: { readonly id: string },
  context: CallContext,
): Promise<{ readonly turns: number }> {
  const { core } = archive;
  return core.writable({ event: 'conversation.reset' }, context, ({ keys }) => {
    const { row } = ownConversation(core.store, keys, party, id);
    return clearTurns(archive, 'conversation.reset', row, context, (tx) => {
      const removed = removeTurns(tx, id);
      putActivity(tx, {
        conversation_id: id,
        client_id: row.client_id,
        updated_at: core.clock.nowText(),
        next_sequence: 1,
        turn_count: 0,
      });
      return removed;
    });
  });
}

/** Removes a conversation with its turns. By the owner also one that does not open. @throws VaultError `not_found`. */
export function removeConversation(
  archive: Archive,
  party: Party,
  { id }: { readonly id: string },
  context: CallContext,
): Promise<{ readonly turns: number }> {
  const { core } = archive;
  return core.writable({ event: 'conversation.remove' }, context, ({ keys }) => {
    const row = removableRow(archive, keys, party, id);
    return clearTurns(archive, 'conversation.remove', row, context, (tx) =>
      removeConversationRows(tx, id),
    );
  });
}

function removableRow(
  { core: { store } }: Archive,
  keys: Parameters<typeof ownConversation>[1],
  party: Party,
  id: string,
): { readonly id: string; readonly client_id: string | null } {
  try {
    return ownConversation(store, keys, party, id).row;
  } catch (thrown) {
    const isDamaged = thrown instanceof VaultError && thrown.code === 'record_corrupt';
    const row = isDamaged ? store.get('conversations', id) : null;
    if (row === null) throw thrown;
    return row;
  }
}

/** The lines, the transaction and what follows of an act that takes turns away. */
export function clearTurns(
  { core, queue, search, meter }: Archive,
  event: string,
  { id, client_id: clientId }: { readonly id: string; readonly client_id: string | null },
  context: CallContext,
  work: (tx: StoreTransaction) => Stored,
): { readonly turns: number } {
  const line = { event, ref: { client: subjectName(clientId), conversation: id } };
  queue.flush();
  core.audit.write({ ...line, outcome: 'attempt' }, context);
  const { items, bytes } = core.store.transaction(work);
  search.index?.dropConversation(id);
  if (clientId !== null) meter.changed(clientId, { items: -items, bytes: -bytes });
  core.done({ ...line, n: { turns: items } }, context);
  tryTo(() => {
    core.store.compact();
  });
  return { turns: items };
}

/**
 * Gives a conversation to a client or the owner: every turn is sealed again under its new owner's name, in one
 * transaction. Turns that do not open stay behind and are removed. @throws VaultError `not_granted`, `not_found`.
 */
export function assignConversation(
  archive: Archive,
  party: Party,
  { id, client }: { readonly id: string; readonly client: string },
  context: CallContext,
): Promise<ConversationView> {
  const { core, queue, search } = archive;
  const event = 'conversation.assign';
  return core.writable({ event }, context, ({ keys }) => {
    ownerOnly(party);
    const conversation = ownConversation(core.store, keys, party, id);
    const named = namedClient(core.store, client);
    const to = named === null ? null : presentClient(core.store, keys, named);
    const from = conversation.row.client_id;
    if (to === from) return currentView(archive, keys, party, id);
    queue.flush();
    const ref = { conversation: id, from: subjectName(from), client: subjectName(to) };
    core.audit.write({ event, ref, outcome: 'attempt' }, context);
    const updated_at = core.clock.nowText();
    const row = sealConversationAgain(keys, conversation, { client_id: to, updated_at });
    const moved = core.store.transaction((tx) => {
      tx.update('conversations', row);
      const stored = moveTurns(tx, keys, id, to);
      const { turns, lastSequence } = countTurns(tx, id);
      const activity = tx.get('conversation_activity', id);
      putActivity(tx, {
        conversation_id: id,
        client_id: to,
        updated_at: activity?.updated_at ?? updated_at,
        next_sequence: Math.max(activity?.next_sequence ?? 1, lastSequence + 1),
        turn_count: turns,
      });
      return stored;
    });
    search.index?.assign(id, to);
    countMoved(archive, from, to, moved);
    core.done({ event, ref, n: { turns: moved.items } }, context);
    return currentView(archive, keys, party, id);
  });
}

function countMoved({ meter }: Archive, from: string | null, to: string | null, by: Stored): void {
  if (from !== null) meter.changed(from, { items: -by.items, bytes: -by.bytes });
  if (to !== null) meter.changed(to, by);
}

const PAGE = 32;

function moveTurns(
  tx: StoreTransaction,
  keys: Parameters<typeof sealTurn>[0],
  conversationId: string,
  clientId: string | null,
): Stored {
  let items = 0;
  let bytes = 0;
  let after: readonly (string | number)[] | null = null;
  for (;;) {
    const rows: ReturnType<typeof tx.walk<'turnsOfConversation'>> = tx.walk('turnsOfConversation', {
      of: [conversationId],
      after,
      limit: PAGE,
    });
    for (const row of rows) {
      after = [row.sequence, row.id];
      const turn = openTurn(tx, keys, row);
      if (turn === null) continue;
      const { encrypted_content: _content, ...columns } = row;
      const next = { ...columns, version: row.version + 1, client_id: clientId };
      const sealed = sealTurn(keys, next, turn.content);
      tx.update('turns', sealed.row);
      for (const chunk of sealed.chunks) {
        tx.remove('turn_chunks', chunk.turn_id, chunk.chunk);
        tx.insert('turn_chunks', chunk);
        bytes += chunk.encrypted_content.length;
      }
      items += 1;
      bytes += sealed.row.encrypted_content.length;
    }
    if (rows.length < PAGE) return { items, bytes };
  }
}
