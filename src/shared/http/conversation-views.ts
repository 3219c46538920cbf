import type { z } from 'zod';
import type { ConversationView, Page, SearchHit, SearchResult, TurnView } from '../conversation.ts';
import type { ProfileSection, ProfileView } from '../profile.ts';
import type { conversation, turn } from './conversations.ts';
import type { profile, profileSection } from './profile.ts';
import type { searchReply } from './search.ts';

/** A conversation in JSON. */
export function conversationJson(view: ConversationView): z.input<typeof conversation> {
  return {
    id: view.id,
    client_id: view.clientId,
    title: view.title,
    agent: view.agent,
    metadata: { ...view.metadata },
    turn_count: view.turnCount,
    created_at: view.createdAt,
    updated_at: view.updatedAt,
  };
}

/** A turn in JSON. */
export function turnJson(view: TurnView): z.input<typeof turn> {
  return {
    id: view.id,
    conversation_id: view.conversationId,
    session_id: view.sessionId,
    client_id: view.clientId,
    sequence: view.sequence,
    role: view.role,
    actor: view.actor,
    agent: view.agent,
    content: view.content,
    model: view.model,
    tool_calls: [...view.toolCalls],
    latency_ms: view.latencyMs,
    status: view.status,
    metadata: { ...view.metadata },
    correlation_id: view.correlationId,
    created_at: view.createdAt,
  };
}

/** What is said of a page beside its entries. */
export function pageJson({ next, damaged }: Pick<Page<unknown>, 'next' | 'damaged'>): {
  next: string | null;
  damaged: string[];
} {
  return { next, damaged: [...damaged] };
}

/** What a search found in JSON. */
export function searchJson({ hits, total, complete }: SearchResult): z.input<typeof searchReply> {
  return { hits: hits.map(hitJson), total, complete };
}

function hitJson(hit: SearchHit): z.input<typeof searchReply>['hits'][number] {
  return {
    turn_id: hit.turnId,
    conversation_id: hit.conversationId,
    client_id: hit.clientId,
    title: hit.title,
    sequence: hit.sequence,
    role: hit.role,
    model: hit.model,
    created_at: hit.createdAt,
    snippet: hit.snippet,
    matches: hit.matches.map((range) => [...range]),
  };
}

function identityJson({ identity }: ProfileView): z.input<typeof profile>['identity'] {
  return {
    id: identity.id,
    external_id: identity.externalId,
    display_name: identity.displayName,
    registered_at: identity.registeredAt,
  };
}

/** A profile in JSON. */
export function profileJson(view: ProfileView): z.input<typeof profile> {
  return {
    id: view.id,
    client_id: view.clientId,
    version: view.version,
    identity: identityJson(view),
    about: view.about,
    preferences: view.preferences,
    updated_at: view.updatedAt,
  };
}

/** A section of a profile in JSON. */
export function sectionJson(
  view: ProfileView,
  section: ProfileSection,
): z.input<typeof profileSection> {
  const { version, updatedAt } = view;
  const content =
    section === 'identity' ? { identity: identityJson(view) } : { text: view[section] };
  return { section, version, updated_at: updatedAt, ...content };
}
