import type { ConversationDocument, TurnView } from '../../shared/conversation.ts';
import { isUuid } from '../../shared/ids.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { Party } from '../conversation-api.ts';
import { randomId } from '../crypto/random.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { isInstant } from '../secrets/check-input.ts';
import type { Archive } from './archive.ts';
import { checkConversation, checkSessionId, checkTurn } from './check-turn.ts';
import { isConversationId, sealConversation } from './conversation-record.ts';
import { subjectName } from './open-conversations.ts';
import { namedClient, ownerOnly, presentClient } from './party.ts';
import { isTurnId, sealedBytes, sealTurn, type SealedTurn } from './turn-record.ts';

const EVENT = 'conversation.import';

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/**
 * Takes a conversation in that was exported here or read from another program's store: all of it or nothing.
 * @throws VaultError `not_granted`, `not_found`, `invalid_input`, `name_taken`.
 */
export function importConversation(
  { core, queue, search, meter }: Archive,
  party: Party,
  { document, client }: { readonly document: ConversationDocument; readonly client: string },
  context: CallContext,
): Promise<{ readonly id: string; readonly turns: number }> {
  return core.writable({ event: EVENT }, context, ({ keys }) => {
    ownerOnly(party);
    const named = namedClient(core.store, client);
    const clientId = named === null ? null : presentClient(core.store, keys, named);
    const head = checkHead(document);
    if (core.store.get('conversations', head.id) !== null) throw new VaultError('name_taken');
    const turns = sealAll(keys, document.turns, { id: head.id, clientId }, (id) =>
      core.store.get('turns', id) === null ? id : `trn_${randomId()}`,
    );
    const row = sealConversation(
      keys,
      {
        id: head.id,
        version: 1,
        client_id: clientId,
        created_at: head.createdAt,
        updated_at: head.updatedAt,
      },
      head.details,
    );
    queue.flush();
    const ref = { client: subjectName(clientId), conversation: head.id };
    core.audit.write({ event: EVENT, ref, outcome: 'attempt' }, context);
    core.store.transaction((tx) => {
      tx.insert('conversations', row);
      for (const turn of turns) {
        tx.insert('turns', turn.row);
        for (const chunk of turn.chunks) tx.insert('turn_chunks', chunk);
      }
      tx.insert('conversation_activity', {
        conversation_id: head.id,
        client_id: clientId,
        updated_at: head.updatedAt,
        next_sequence: turns.reduce((next, turn) => Math.max(next, turn.row.sequence + 1), 1),
        turn_count: turns.length,
      });
    });
    for (const turn of turns) search.note(turn.row.id);
    const bytes = turns.reduce((sum, turn) => sum + sealedBytes(turn), 0);
    if (clientId !== null) meter.changed(clientId, { items: turns.length, bytes });
    core.done({ event: EVENT, ref, n: { turns: turns.length } }, context);
    return { id: head.id, turns: turns.length };
  });
}

function checkHead(document: ConversationDocument): {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly details: ReturnType<typeof checkConversation>;
} {
  const isDocument =
    (document as { format: unknown }).format === 'strongroom/conversation' &&
    (document as { version: unknown }).version === 1 &&
    Array.isArray(document.turns);
  if (!isDocument) refuse('That is not an exported conversation.');
  const { id, createdAt, updatedAt, title, agent, metadata } = document.conversation;
  if (!isConversationId(id)) refuse('A conversation has no id.');
  if (!isInstant(createdAt) || !isInstant(updatedAt)) refuse('An instant is not one.');
  return { id, createdAt, updatedAt, details: checkConversation({ title, agent, metadata }) };
}

function sealAll(
  keys: VaultKeys,
  turns: ConversationDocument['turns'],
  { id, clientId }: { readonly id: string; readonly clientId: string | null },
  freeId: (id: string) => string,
): readonly SealedTurn[] {
  const sequences = new Set<number>();
  const ids = new Set<string>();
  return turns.map((turn) => {
    const { sequence, createdAt } = checkPlace(turn);
    if (sequences.has(sequence)) refuse('Two turns have one number.');
    sequences.add(sequence);
    const wanted = isTurnId(turn.id) && !ids.has(turn.id) ? turn.id : `trn_${randomId()}`;
    ids.add(wanted);
    const columns = {
      id: freeId(wanted),
      version: 1,
      client_id: clientId,
      conversation_id: id,
      session_id: checkSessionId(turn.sessionId),
      sequence,
      created_at: createdAt,
    };
    return sealTurn(keys, columns, checkTurn(turn, turn.correlationId));
  });
}

function checkPlace(
  turn: Pick<TurnView, 'sequence' | 'createdAt' | 'correlationId'>,
): Pick<TurnView, 'sequence' | 'createdAt'> {
  const { sequence, createdAt, correlationId } = turn;
  if (!Number.isSafeInteger(sequence) || sequence < 1) refuse('A turn has no number.');
  if (typeof createdAt !== 'string' || !isInstant(createdAt)) refuse('An instant is not one.');
  if (typeof correlationId !== 'string' || !isUuid(correlationId)) {
    refuse('A correlation id is not one.');
  }
  return { sequence, createdAt };
}
