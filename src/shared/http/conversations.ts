import { z } from 'zod';
import { METADATA_NAME } from '../client.ts';
import {
  CONVERSATION_LIMITS,
  OWNER,
  RETENTION_DAYS_MAX,
  TURN_ROLES,
  TURN_STATUSES,
} from '../conversation.ts';
import { digits, instant, optionalBody, prefixedId, text } from './schema-parts.ts';

/** Bytes of the body of a message. */
export const MESSAGE_BODY_BYTES = 1024 * 1024;
/** Bytes of the body of a new conversation: thirty-two entries of metadata, each character escaped. */
export const CONVERSATION_BODY_BYTES = 256 * 1024;

const word = text(CONVERSATION_LIMITS.wordChars).nullable().exactOptional();
const title = text(CONVERSATION_LIMITS.titleChars);
const metadata = z
  .record(z.string().regex(METADATA_NAME), text(CONVERSATION_LIMITS.metadataValueChars))
  .exactOptional();
const metadataShown = z.record(z.string(), z.string());
const clientId = z.string().nullable().meta({ description: 'null: the owner' });

/** Whose: a client's id, or `owner`. */
export const whose = z.union([prefixedId('cli_'), z.literal(OWNER)]).meta({
  description: 'Id of a client, or owner. A client may name itself; for the owner absent means all',
});

/** Which conversation. */
export const conversationPath = z.strictObject({ id: prefixedId('con_') });

const page = {
  cursor: text(512).exactOptional().meta({ description: '`next` of the page before' }),
  limit: digits(1, CONVERSATION_LIMITS.longestPage)
    .exactOptional()
    .meta({ description: `Default ${String(CONVERSATION_LIMITS.pageSize)}` }),
};
const order = z
  .enum(['asc', 'desc'])
  .exactOptional()
  .meta({ description: 'Default asc: what was first comes first' });

/** The body of `POST /v1/conversations`; all of it may be left out. */
export const newConversation = optionalBody(
  z.strictObject({ title: title.exactOptional(), agent: word, metadata }),
);

/** The body of `PATCH /v1/conversations/{id}`. */
export const conversationPatch = z.strictObject({ title });

/** `GET /v1/conversations`. */
export const conversationsQuery = z.strictObject({ ...page, client: whose.exactOptional() });

/** `GET /v1/conversations/{id}/turns`. */
export const turnsOfConversationQuery = z.strictObject({ ...page, order });

/** `GET /v1/turns`: of a session, or of all that may be seen. */
export const turnsQuery = z.strictObject({
  ...page,
  order,
  client: whose.exactOptional(),
  session_id: prefixedId('ses_').exactOptional().meta({ description: 'Not together with client' }),
});

/** `GET /v1/conversations/{id}/export`. */
export const exportQuery = z.strictObject({
  format: z.enum(['md', 'json']).exactOptional().meta({ description: 'Default md' }),
});

/** A conversation. */
export const conversation = z.object({
  id: z.string(),
  client_id: clientId,
  title: z.string(),
  agent: z.string().nullable(),
  metadata: metadataShown,
  turn_count: z.int(),
  created_at: instant,
  updated_at: instant,
});

const paging = {
  next: z.string().nullable().meta({ description: 'The next cursor; null: nothing follows' }),
  damaged: z.array(z.string()).meta({ description: 'Ids of records that do not open' }),
};

/** Conversations, what was last spoken in first. */
export const conversationList = z.object({ conversations: z.array(conversation), ...paging });

/** The body of `POST /v1/conversations/{id}/messages`. */
export const newMessage = z.strictObject({
  role: z.enum(['user', 'assistant', 'tool']),
  actor: word,
  agent: word,
  content: text(MESSAGE_BODY_BYTES),
  model: word,
  tool_calls: z.array(z.unknown()).exactOptional(),
  latency_ms: z.number().min(0).max(CONVERSATION_LIMITS.latencyMs).nullable().exactOptional(),
  status: z.enum(TURN_STATUSES).exactOptional().meta({ description: 'Default complete' }),
  metadata,
});

/** A message that is kept. */
export const keptMessage = z.object({
  stored: z.literal(true),
  id: z.string(),
  conversation_id: z.string(),
  sequence: z.int(),
  created_at: instant,
});

/** A message of which nothing is kept. */
export const passedMessage = z.object({ stored: z.literal(false) });

/** A turn. */
export const turn = z.object({
  id: z.string(),
  conversation_id: z.string(),
  session_id: z.string().nullable(),
  client_id: clientId,
  sequence: z.int(),
  role: z.enum(TURN_ROLES),
  actor: z.string().nullable(),
  agent: z.string().nullable(),
  content: z.string(),
  model: z.string().nullable(),
  tool_calls: z.array(z.unknown()),
  latency_ms: z.int().nullable(),
  status: z.enum(TURN_STATUSES),
  metadata: metadataShown,
  correlation_id: z.string(),
  created_at: instant,
});

/** Turns of a page. */
export const turnList = z.object({ turns: z.array(turn), ...paging });

/** How many turns went. */
export const clearedTurns = z.object({ turns: z.int() });

/** The body of `POST /v1/memory/clear`; without members it is the preferences alone. */
export const memoryClear = optionalBody(
  z.strictObject({
    conversation_id: prefixedId('con_').exactOptional(),
    client: whose.exactOptional(),
  }),
);

/** Its answer; `preferences` is false if the client may not write its profile. */
export const clearedMemory = z.object({ turns: z.int(), preferences: z.boolean() });

/** The body of `POST /v1/owner/conversations/{id}/assign`. */
export const assignment = z.strictObject({ client_id: whose });

const keep = z.union([z.int().min(1).max(RETENTION_DAYS_MAX), z.enum(['off', 'forever'])]);

/** Whose retention. */
export const retentionQuery = z.strictObject({ client: whose });
/** The body of `PUT /v1/owner/retention`: days, or `off`, or `forever`. */
export const retentionValue = z.strictObject({ keep });
/** For how long turns are kept. */
export const retention = z.object({ client: z.string(), keep });

/** A conversation as Markdown. */
export const conversationMarkdown = z.string();

/** A conversation as it can be imported. */
export const conversationDocument = z.looseObject({
  format: z.literal('strongroom/conversation'),
  version: z.literal(1),
  conversation: z.looseObject({}),
  turns: z.array(z.looseObject({})),
});
