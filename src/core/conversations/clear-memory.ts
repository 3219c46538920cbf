import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { MemoryApi, Party } from '../conversation-api.ts';
import { profileFor, writeSections } from '../profiles/use-profile.ts';
import type { VaultSession } from '../session/vault-core.ts';
import type { Archive } from './archive.ts';
import { resetConversation } from './change-conversation.ts';
import { subjectName } from './open-conversations.ts';
import { ownConversation } from './party.ts';

const EVENT = 'memory.clear';

/**
 * Empties the preferences of a profile, and takes away the turns of one conversation if it is named. A client that may
 * not write its profile keeps its preferences; it is refused only if it asked for nothing else.
 * @throws VaultError `not_found`, `not_granted`.
 */
export function clearMemory(
  archive: Archive,
  party: Party,
  { conversationId, client }: Parameters<MemoryApi['clear']>[1],
  context: CallContext,
): ReturnType<MemoryApi['clear']> {
  const { core } = archive;
  return core.writable({ event: EVENT }, context, async (session) => {
    const whoseInput = client === undefined ? {} : { client };
    if (conversationId === undefined) {
      const preferences = clearPreferences(archive, session, party, whoseInput, context);
      return { turns: 0, preferences };
    }
    ownConversation(core.store, session.keys, party, conversationId);
    const preferences = unlessNotGranted(() =>
      clearPreferences(archive, session, party, whoseInput, context),
    );
    const { turns } = await resetConversation(archive, party, { id: conversationId }, context);
    return { turns, preferences };
  });
}

function clearPreferences(
  archive: Archive,
  session: VaultSession,
  party: Party,
  input: { readonly client?: string },
  context: CallContext,
): boolean {
  const { core } = archive;
  const profile = profileFor(archive, session, party, input, 'write');
  const ref = { client: subjectName(profile.row.client_id) };
  core.audit.write({ event: EVENT, ref, outcome: 'attempt' }, context);
  if (profile.sections.preferences !== '') {
    writeSections(archive, session, profile, { ...profile.sections, preferences: '' });
  }
  core.done({ event: EVENT, ref }, context);
  return true;
}

function unlessNotGranted(clear: () => boolean): boolean {
  try {
    return clear();
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'not_granted') return false;
    throw thrown;
  }
}
