import {
  OWNER,
  type ConversationInput,
  type ConversationView,
  type Page,
  type PageInput,
} from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { Party, WhoseInput } from '../conversation-api.ts';
import { randomId } from '../crypto/random.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { ConversationActivityRow } from '../rows.ts';
import type { Archive } from './archive.ts';
import { checkConversation } from './check-turn.ts';
import { openConversation, sealConversation, viewConversation } from './conversation-record.ts';
import { readPage } from './page.ts';
import { ownConversation, subjectOf, whose } from './party.ts';
import { daysKept } from './days-kept.ts';

/**
 * Begins a conversation of the party's own. Leaves no line in the log.
 * @throws VaultError `invalid_input`; `not_available` if nothing of this client is kept.
 */
export function createConversation(
  { core }: Archive,
  party: Party,
  input: ConversationInput,
  context: CallContext,
): Promise<ConversationView> {
  return core.writable({ event: 'conversation.create' }, context, ({ keys }) => {
    const { clientId } = subjectOf(core.store, keys, party);
    const details = checkConversation(input);
    if (daysKept(core.store, keys, clientId) === 0) {
      throw new VaultError('not_available', { hint: 'Nothing of this client is kept.' });
    }
    const now = core.clock.nowText();
    const id = `con_${randomId()}`;
    const times = { created_at: now, updated_at: now };
    const row = sealConversation(keys, { id, version: 1, client_id: clientId, ...times }, details);
    const activity = {
      conversation_id: id,
      client_id: clientId,
      updated_at: now,
      next_sequence: 1,
      turn_count: 0,
    };
    core.store.transaction((tx) => {
      tx.insert('conversations', row);
      tx.insert('conversation_activity', activity);
    });
    return viewConversation({ row, details }, activity);
  });
}

/** Conversations, what was last spoken in first. Leaves no line in the log. */
export function listConversations(
  { core, queue }: Archive,
  party: Party,
  { client, ...input }: Omit<PageInput, 'newestFirst'> & WhoseInput,
  context: CallContext,
): Promise<Page<ConversationView>> {
  return core.unlocked({ event: 'conversation.list' }, context, (session) => {
    const clientId = whose(core.store, session.keys, party, client);
    queue.flush();
    return readPage(
      core.store,
      {
        walk: clientId === undefined ? 'conversationsByUpdate' : 'conversationsOfClient',
        of: clientId === undefined ? [] : [clientId],
        input: { ...input, newestFirst: true },
      },
      {
        open: (activity) =>
          listed(core.store.get('conversations', activity.conversation_id), activity),
        mayGoOn: () => {
          core.assertCurrent(session);
        },
      },
    );

    function listed(
      row: Parameters<typeof openConversation>[1] | null,
      activity: ConversationActivityRow,
    ): ConversationView | null | undefined {
      // The activity is not sealed: whom a conversation belongs to is said by itself.
      if (row === null || (clientId !== undefined && row.client_id !== clientId)) return undefined;
      const conversation = openConversation(session.keys, row);
      return conversation === null ? null : viewConversation(conversation, activity);
    }
  });
}

/** One conversation. Leaves no line in the log. */
export function getConversation(
  archive: Archive,
  party: Party,
  { id }: { readonly id: string },
  context: CallContext,
): Promise<ConversationView> {
  return archive.core.unlocked({ event: 'conversation.get' }, context, ({ keys }) =>
    currentView(archive, keys, party, id),
  );
}

/** The conversation with all that was appended. @throws VaultError `not_found`, `record_corrupt`. */
export function currentView(
  { core, queue }: Archive,
  keys: VaultKeys,
  party: Party,
  id: string,
): ConversationView {
  const conversation = ownConversation(core.store, keys, party, id);
  queue.flush();
  return viewConversation(conversation, core.store.get('conversation_activity', id));
}

/** How the owner and a client are named in the log. */
export function subjectName(clientId: string | null): string {
  return clientId ?? OWNER;
}
