import type { KeptTurn } from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { AppendInput, Party } from '../conversation-api.ts';
import { randomId } from '../crypto/random.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { Archive } from './archive.ts';
import { checkSessionId, checkTurn } from './check-turn.ts';
import { isConversationId } from './conversation-record.ts';
import { ownConversation } from './party.ts';
import { sealedBytes, sealTurn } from './turn-record.ts';

/**
 * Keeps a turn: it is sealed when this returns, and written with the next batch. A question is a turn of its own, so it
 * is kept whatever becomes of its answer. Leaves no line in the log.
 */
export function appendTurn(
  archive: Archive,
  party: Party,
  input: AppendInput,
  context: CallContext,
): Promise<KeptTurn | null> {
  const { core, queue, search, meter, subjects } = archive;
  return core.writable({ event: 'turn.append' }, context, ({ keys }) => {
    const { conversationId, sessionId: givenSession, incognito = false, ...rest } = input;
    if (typeof incognito !== 'boolean') throw new VaultError('invalid_input');
    const clientId = ownerOf(archive, keys, party, conversationId);
    const sessionId = ownSession(archive, clientId, givenSession);
    const content = checkTurn(rest, context.correlationId);
    if (incognito || subjects.daysKept(keys, clientId) === 0) return null;
    const columns = {
      id: `trn_${randomId()}`,
      version: 1,
      client_id: clientId,
      conversation_id: conversationId,
      session_id: sessionId,
      sequence: queue.nextSequence(conversationId, clientId),
      created_at: core.clock.nowText(),
    };
    const turn = sealTurn(keys, columns, content);
    const stored = { items: 1, bytes: sealedBytes(turn) };
    if (clientId !== null) meter.check(clientId, stored);
    queue.push(turn);
    search.note(columns.id);
    if (clientId !== null) meter.changed(clientId, stored);
    return { id: columns.id, sequence: columns.sequence, createdAt: columns.created_at };
  });
}

/** Whose the conversation is, if the party may use it. It is opened once, then remembered. */
function ownerOf(
  { core: { store }, queue, subjects }: Archive,
  keys: VaultKeys,
  party: Party,
  conversationId: unknown,
): string | null {
  const known = isConversationId(conversationId) ? queue.ownerOf(conversationId) : undefined;
  if (known === undefined) {
    return ownConversation(store, keys, party, conversationId).row.client_id;
  }
  const subject = subjects.subjectOf(keys, party);
  if (subject.isOwner || subject.clientId === known) return known;
  throw new VaultError('not_found', { hint: 'There is nothing with this id.' });
}

function ownSession(
  { core: { store } }: Archive,
  clientId: string | null,
  given: unknown,
): string | null {
  const id = checkSessionId(given);
  if (id === null) return null;
  const row = store.get('sessions', id);
  if (row === null || row.client_id !== clientId) {
    throw new VaultError('not_found', { hint: 'There is no session with this id.' });
  }
  return id;
}
