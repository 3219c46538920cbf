import type { Page, PageInput, TurnView } from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { Party, WhoseInput } from '../conversation-api.ts';
import type { WalkName } from '../rows.ts';
import type { VaultSession } from '../session/vault-core.ts';
import type { Archive } from './archive.ts';
import { checkSessionId } from './check-turn.ts';
import { readPage, type PageRequest } from './page.ts';
import { ownConversation, subjectOf, whose } from './party.ts';
import { openTurn, viewTurn } from './turn-record.ts';

type TurnWalk = Extract<WalkName, `turns${string}`>;

/** A conversation's turns in order. Leaves no line in the log. @throws VaultError `not_found`. */
export function readTurns(
  archive: Archive,
  party: Party,
  { id, ...input }: PageInput & { readonly id: string },
  context: CallContext,
): Promise<Page<TurnView>> {
  const { core } = archive;
  return core.unlocked({ event: 'turn.list' }, context, (session) => {
    const { row } = ownConversation(core.store, session.keys, party, id);
    const request = { walk: 'turnsOfConversation' as const, of: [id], input };
    return pageOfTurns(archive, session, request, row.client_id);
  });
}

/** A session's turns by time. @throws VaultError `not_found`. */
export function readTurnsOfSession(
  archive: Archive,
  party: Party,
  { sessionId, ...input }: PageInput & { readonly sessionId: string },
  context: CallContext,
): Promise<Page<TurnView>> {
  const { core } = archive;
  return core.unlocked({ event: 'turn.list' }, context, (session) => {
    const { isOwner, clientId } = subjectOf(core.store, session.keys, party);
    const id = checkSessionId(sessionId);
    const row = id === null ? null : core.store.get('sessions', id);
    if (row === null || !(isOwner || row.client_id === clientId)) {
      throw new VaultError('not_found', { hint: 'There is no session with this id.' });
    }
    const request = { walk: 'turnsOfSession' as const, of: [row.id], input };
    return pageOfTurns(archive, session, request, row.client_id);
  });
}

/** Turns across sessions by time. @throws VaultError `not_found`. */
export function readTurnsOfClient(
  archive: Archive,
  party: Party,
  { client, ...input }: PageInput & WhoseInput,
  context: CallContext,
): Promise<Page<TurnView>> {
  const { core } = archive;
  return core.unlocked({ event: 'turn.list' }, context, (session) => {
    const clientId = whose(core.store, session.keys, party, client);
    const request =
      clientId === undefined
        ? { walk: 'turnsByTime' as const, of: [], input }
        : { walk: 'turnsOfClient' as const, of: [clientId], input };
    return pageOfTurns(archive, session, request, clientId);
  });
}

/** Turns that are somebody else's than the walk says are not shown; their rows were put there. */
function pageOfTurns(
  { core, queue }: Archive,
  session: VaultSession,
  request: PageRequest<TurnWalk>,
  clientId: string | null | undefined,
): Promise<Page<TurnView>> {
  queue.flush();
  return readPage<TurnWalk, TurnView>(core.store, request, {
    open: (row) => {
      if (clientId !== undefined && row.client_id !== clientId) return undefined;
      const turn = openTurn(core.store, session.keys, row);
      return turn === null ? null : viewTurn(turn);
    },
    charsOf,
    mayGoOn: () => {
      core.assertCurrent(session);
    },
  });
}

function charsOf({ content, toolCalls }: TurnView): number {
  return content.length + (toolCalls.length === 0 ? 0 : JSON.stringify(toolCalls).length);
}
