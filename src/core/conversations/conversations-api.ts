import type { ConversationsApi, MemoryApi, ProfilesApi, SearchApi } from '../conversation-api.ts';
import { exportProfile } from '../profiles/export-profile.ts';
import { allowProfile } from '../profiles/profile-grants.ts';
import { getProfile, profileHistory, updateProfile } from '../profiles/use-profile.ts';
import { searchTurns } from '../search/search-turns.ts';
import { appendTurn } from './append-turn.ts';
import type { Archive } from './archive.ts';
import {
  assignConversation,
  removeConversation,
  renameConversation,
  resetConversation,
} from './change-conversation.ts';
import { clearMemory } from './clear-memory.ts';
import { expireTurns } from './expire-turns.ts';
import { exportConversation } from './export-conversation.ts';
import { importConversation } from './import-conversation.ts';
import { importConversations } from './import-conversations.ts';
import { mendActivity } from './mend-activity.ts';
import { createConversation, getConversation, listConversations } from './open-conversations.ts';
import { readTurns, readTurnsOfClient, readTurnsOfSession } from './read-turns.ts';
import { getRetention, setRetention } from './retention.ts';

/** The verbs over conversations and turns, bound to one vault. */
export function conversationsApi(archive: Archive): ConversationsApi {
  return {
    create: (party, input, context) => createConversation(archive, party, input, context),
    list: (party, input, context) => listConversations(archive, party, input, context),
    get: (party, input, context) => getConversation(archive, party, input, context),
    rename: (party, input, context) => renameConversation(archive, party, input, context),
    reset: (party, input, context) => resetConversation(archive, party, input, context),
    remove: (party, input, context) => removeConversation(archive, party, input, context),
    assign: (party, input, context) => assignConversation(archive, party, input, context),
    append: (party, input, context) => appendTurn(archive, party, input, context),
    turns: (party, input, context) => readTurns(archive, party, input, context),
    turnsOfSession: (party, input, context) => readTurnsOfSession(archive, party, input, context),
    turnsOfClient: (party, input, context) => readTurnsOfClient(archive, party, input, context),
    export: (party, input, context) => exportConversation(archive, party, input, context),
    import: (party, input, context) => importConversation(archive, party, input, context),
    importAll: (input, context) => importConversations(archive, input, context),
    retention: (input, context) => getRetention(archive, input, context),
    setRetention: (input, context) => setRetention(archive, input, context),
    flush: () => {
      archive.flush();
    },
    expire: async (context) => {
      const removed = await expireTurns(archive, context);
      await mendActivity(archive);
      return removed;
    },
  };
}

/** The verbs over what agents have learned, bound to one vault. */
export function memoryApi(archive: Archive): MemoryApi {
  return { clear: (party, input, context) => clearMemory(archive, party, input, context) };
}

/** The verbs over profiles, bound to one vault. */
export function profilesApi(archive: Archive): ProfilesApi {
  return {
    get: (party, input, context) => getProfile(archive, party, input, context),
    update: (party, input, context) => updateProfile(archive, party, input, context),
    history: (party, input, context) => profileHistory(archive, party, input, context),
    export: (party, input, context) => exportProfile(archive, party, input, context),
    allow: (input, context) => allowProfile(archive.core, input, context),
  };
}

/** Search, bound to one vault. */
export function searchApi({ core, search }: Archive): SearchApi {
  return {
    search: (party, input, context) => searchTurns(core, search, { party, input }, context),
    state: () => search.state(),
    ready: () => search.catchUp(),
  };
}
