import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { checkSource, checkSourceId, isListOfObjects } from '../clients/check-import.ts';
import {
  CONVERSATION_IMPORT_LIMITS,
  type ImportConversation,
  type ImportConversationsInput,
  type ImportedConversation,
} from '../conversation-api.ts';
import { nextTurn } from '../next-turn.ts';
import type { VaultSession } from '../session/vault-core.ts';
import type { Archive } from './archive.ts';
import { ConversationSealer, type PlannedConversation } from './seal-old-conversation.ts';
import { sealedBytes } from './turn-record.ts';

const EVENT = 'conversation.import';
/** With so many turns a transaction is full; a conversation that has more comes in one of its own. */
const TURNS_TOGETHER = 512;

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/**
 * Takes conversations of an older store over: sealed in slices, written in transactions of bounded size, each conversation
 * with all of its turns in one. A dry run says the same and writes nothing.
 * @throws VaultError `invalid_input`, `too_large`.
 */
export function importConversations(
  archive: Archive,
  given: ImportConversationsInput,
  context: CallContext,
): Promise<readonly ImportedConversation[]> {
  const { core } = archive;
  return core.writable({ event: EVENT }, context, async (session) => {
    const input = checkInput(given);
    const ref = { source: input.source };
    if (!input.dryRun) core.audit.write({ event: EVENT, ref, outcome: 'attempt' }, context);
    const outcomes = await takeAll(archive, session, input);
    const count = (wanted: ImportedConversation['outcome']): number =>
      outcomes.filter(({ outcome }) => outcome === wanted).length;
    const n = {
      conversations: count('imported'),
      turns: outcomes.reduce((sum, one) => sum + (one.id === null ? 0 : one.turns), 0),
      clash: count('clash'),
      refused: count('refused'),
      dry_run: input.dryRun ? 1 : 0,
    };
    core.done({ event: EVENT, ref, n }, context);
    return outcomes;
  });
}

function checkInput(input: ImportConversationsInput): ImportConversationsInput {
  const { source, conversations, coming, dryRun } = input;
  checkSource(source);
  if (!isListOfObjects(conversations)) refuse('Conversations are a list of objects.');
  if (!Array.isArray(coming) || typeof dryRun !== 'boolean') {
    refuse('A dry run is true or false, and the clients that would come are a list.');
  }
  for (const client of coming) checkSourceId(client);
  const limits = CONVERSATION_IMPORT_LIMITS;
  let turns = 0;
  for (const { rows } of conversations) {
    if (!isListOfObjects(rows)) refuse('The rows of a conversation are a list of objects.');
    for (const { said } of rows) {
      if (!isListOfObjects(said)) refuse('What was said is a list.');
      turns += said.length;
    }
  }
  if (conversations.length > limits.conversations || turns > limits.turns) {
    throw new VaultError('too_large', {
      hint: 'One call takes at most 10000 conversations and 200000 turns.',
    });
  }
  return input;
}

async function takeAll(
  archive: Archive,
  session: VaultSession,
  input: ImportConversationsInput,
): Promise<readonly ImportedConversation[]> {
  const { core } = archive;
  const sealer = new ConversationSealer(core, session.keys, input);
  const outcomes: ImportedConversation[] = [];
  let planned: PlannedConversation[] = [];
  let turns = 0;
  const write = (): void => {
    core.assertCurrent(session);
    if (planned.length > 0 && !input.dryRun) writeTogether(archive, planned);
    planned = [];
    turns = 0;
  };
  for (const conversation of input.conversations) {
    const plan = await sealOne(archive, session, sealer, conversation);
    outcomes.push(plan.outcome);
    if (plan.planned === null) continue;
    planned.push(plan.planned);
    turns += plan.planned.turns.length;
    if (turns >= TURNS_TOGETHER) write();
  }
  write();
  return outcomes;
}

/** What becomes of a conversation, sealed a slice at a time. */
async function sealOne(
  { core }: Archive,
  session: VaultSession,
  sealer: ConversationSealer,
  conversation: ImportConversation,
): Promise<{
  readonly outcome: ImportedConversation;
  readonly planned: PlannedConversation | null;
}> {
  const work = sealer.seal(conversation);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await nextTurn();
    core.assertCurrent(session);
  }
}

/** @throws VaultError `name_taken` or what the store throws, if somebody took an id meanwhile; nothing was written then. */
function writeTogether(
  { core, search, meter }: Archive,
  planned: readonly PlannedConversation[],
): void {
  core.store.transaction((tx) => {
    for (const { row, activity, turns } of planned) {
      if (row.client_id === null || tx.get('clients', row.client_id) === null) {
        throw new VaultError('not_found', { hint: 'A client was removed meanwhile.' });
      }
      tx.insert('conversations', row);
      // Not covered: a planted row of this id must not stand in the way.
      tx.remove('conversation_activity', row.id);
      tx.insert('conversation_activity', activity);
      for (const turn of turns) {
        tx.insert('turns', turn.row);
        for (const { turn_id: id, chunk } of turn.chunks) tx.remove('turn_chunks', id, chunk);
        for (const chunk of turn.chunks) tx.insert('turn_chunks', chunk);
      }
    }
  });
  for (const { row, turns } of planned) {
    for (const turn of turns) search.note(turn.row.id);
    const bytes = turns.reduce((sum, turn) => sum + sealedBytes(turn), 0);
    if (row.client_id !== null) meter.changed(row.client_id, { items: turns.length, bytes });
  }
}
