import type { ConversationDocument, TurnView } from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { Party } from '../conversation-api.ts';
import { concat } from '../crypto/bytes.ts';
import { nextTurn } from '../next-turn.ts';
import { displayNameOf } from '../profiles/profile-record.ts';
import type { Cell } from '../rows.ts';
import type { VaultSession } from '../session/vault-core.ts';
import type { Archive } from './archive.ts';
import { chatHead, chatLine } from './markdown.ts';
import { currentView, subjectName } from './open-conversations.ts';
import { openTurn, viewTurn } from './turn-record.ts';

const encoder = new TextEncoder();
const SLICE = 16;

/** A conversation in its Markdown or JSON form. The line in the log comes before. @throws VaultError `not_found`, `invalid_input`. */
export function exportConversation(
  archive: Archive,
  party: Party,
  { id, format }: { readonly id: string; readonly format: 'md' | 'json' },
  context: CallContext,
): Promise<Uint8Array> {
  const { core } = archive;
  const event = 'conversation.export';
  return core.unlocked({ event }, context, async (session) => {
    if (!['md', 'json'].includes(format)) {
      throw new VaultError('invalid_input', { hint: 'The format is md or json.' });
    }
    const view = currentView(archive, session.keys, party, id);
    const ref = { client: subjectName(view.clientId), conversation: id };
    core.audit.write({ event, ref, outcome: 'ok', n: { turns: view.turnCount } }, context);
    const turns = await allTurns(archive, session, id);
    if (format === 'json') {
      const { clientId: _client, turnCount: _count, ...conversation } = view;
      const document: ConversationDocument = {
        format: 'strongroom/conversation',
        version: 1,
        conversation,
        turns: turns.map(({ clientId: _owner, conversationId: _id, ...turn }) => turn),
      };
      return encoder.encode(`${JSON.stringify(document, null, 2)}\n`);
    }
    const user = displayNameOf(core.store, session.keys, view.clientId);
    const names = { user, agent: view.agent };
    const lines = turns.map((turn) => encoder.encode(chatLine(turn, names)));
    return concat(encoder.encode(chatHead(view, names)), ...lines);
  });
}

async function allTurns(
  { core }: Archive,
  session: VaultSession,
  id: string,
): Promise<readonly TurnView[]> {
  const turns: TurnView[] = [];
  let after: readonly Cell[] | null = null;
  for (;;) {
    const rows: ReturnType<typeof core.store.walk<'turnsOfConversation'>> = core.store.walk(
      'turnsOfConversation',
      { of: [id], after, limit: SLICE },
    );
    for (const row of rows) {
      after = [row.sequence, row.id];
      const turn = openTurn(core.store, session.keys, row);
      if (turn !== null) turns.push(viewTurn(turn));
    }
    if (rows.length < SLICE) return turns;
    await nextTurn();
    core.assertCurrent(session);
  }
}
