import {
  SEARCH_LIMITS,
  type SearchHit,
  type SearchInput,
  type SearchResult,
} from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { Party } from '../conversation-api.ts';
import { openConversation } from '../conversations/conversation-record.ts';
import { ownConversation, whose } from '../conversations/party.ts';
import { openTurn } from '../conversations/turn-record.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { isInstant } from '../secrets/check-input.ts';
import type { VaultCore } from '../session/vault-core.ts';
import type { Unit } from './query.ts';
import type { IndexFilter, SearchIndex } from './search-index.ts';
import type { SearchRoom } from './search-room.ts';
import { snippetOf } from './snippet.ts';

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/**
 * Looks for words and phrases in the turns that the party may see. While the index is being built, in what is there.
 * Leaves no line in the log. @throws VaultError `invalid_input`, `not_found` for a conversation of somebody else.
 */
export function searchTurns(
  core: VaultCore,
  room: SearchRoom,
  { party, input }: { readonly party: Party; readonly input: SearchInput },
  context: CallContext,
): Promise<SearchResult> {
  return core.unlocked({ event: 'search.query' }, context, async (session) => {
    const { keys } = session;
    const filter = filterOf(core, keys, party, input);
    const limit = limitOf(input.limit);
    if (typeof input.query !== 'string' || input.query.length > SEARCH_LIMITS.queryChars) {
      refuse('A query has at most 1000 characters.');
    }
    const caughtUp = room.catchUp();
    if (room.isBuilt) await caughtUp;
    core.assertCurrent(session);
    const { index } = room;
    const units = index?.parse(input.query) ?? null;
    if (index === null || units === null) refuse('A query has at least one word, and at most 32.');
    const ids = index.search(units, filter);
    return {
      ...hitsOf(core, keys, index, { ids, units, filter, limit }),
      complete: room.isComplete,
    };
  });
}

function filterOf(
  core: VaultCore,
  keys: VaultKeys,
  party: Party,
  { scope, conversationId, client, match = 'all', model, from, to }: SearchInput,
): IndexFilter {
  const { store } = core;
  const clientId = whose(store, keys, party, client);
  if (!['current', 'all'].includes(scope)) refuse('The scope is current or all.');
  if (scope === 'current') ownConversation(store, keys, party, conversationId);
  if (!['all', 'any'].includes(match)) refuse('What must match is all or any.');
  if (model !== undefined && typeof model !== 'string') refuse('The model is not a text.');
  return {
    clientId,
    conversationId: scope === 'current' ? conversationId : undefined,
    model,
    fromMs: instantOf(from),
    toMs: instantOf(to),
    anyUnit: match === 'any',
  };
}

function instantOf(text: unknown): number | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string' || !isInstant(text)) refuse('A date is not a UTC instant.');
  return Date.parse(text);
}

function limitOf(limit: unknown): number {
  if (limit === undefined) return SEARCH_LIMITS.hits;
  const fits =
    Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= SEARCH_LIMITS.mostHits;
  return fits ? Number(limit) : refuse('A search gives 1 to 100 turns.');
}

/**
 * The first turns that were found, opened. What the index says is looked at again: the row's owner, and that the words
 * are there, for two words may have one hash.
 */
function hitsOf(
  { store }: VaultCore,
  keys: VaultKeys,
  { hash }: SearchIndex,
  found: {
    readonly ids: readonly string[];
    readonly units: readonly Unit[];
    readonly filter: IndexFilter;
    readonly limit: number;
  },
): Pick<SearchResult, 'hits' | 'total'> {
  const { ids, units, filter, limit } = found;
  const hits: SearchHit[] = [];
  const titles = new Map<string, string>();
  const titleOf = (id: string): string => {
    const row = titles.has(id) ? null : store.get('conversations', id);
    if (row !== null) titles.set(id, openConversation(keys, row)?.details.title ?? '');
    return titles.get(id) ?? '';
  };
  let total = ids.length;
  for (const id of ids) {
    if (hits.length === limit) break;
    const row = store.get('turns', id);
    const mayBeSeen =
      row !== null && (filter.clientId === undefined || row.client_id === filter.clientId);
    const turn = mayBeSeen ? openTurn(store, keys, row) : null;
    const snippet = turn === null ? null : snippetOf(turn.content.content, units, hash);
    if (turn === null || snippet === null) {
      total -= 1;
      continue;
    }
    hits.push({
      turnId: id,
      conversationId: turn.row.conversation_id,
      clientId: turn.row.client_id,
      title: titleOf(turn.row.conversation_id),
      sequence: turn.row.sequence,
      role: turn.content.role,
      model: turn.content.model,
      createdAt: turn.row.created_at,
      ...snippet,
    });
  }
  return { hits, total };
}
