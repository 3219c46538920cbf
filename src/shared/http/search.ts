import { z } from 'zod';
import { CONVERSATION_LIMITS, SEARCH_LIMITS, TURN_ROLES } from '../conversation.ts';
import { whose } from './conversations.ts';
import { instant, prefixedId, text } from './schema-parts.ts';

const day = text(24)
  .exactOptional()
  .meta({
    description: 'UTC instant; `from` is included, `to` is not',
    examples: ['2026-11-20T07:00:00.000Z'],
  });

/** The body of `POST /v1/search`. */
export const searchRequest = z.strictObject({
  query: text(SEARCH_LIMITS.queryChars).meta({
    description: 'Words, and "phrases" in quotes; all must be there unless match is any',
  }),
  scope: z.enum(['current', 'all']).exactOptional().meta({ description: 'Default all' }),
  conversation_id: prefixedId('con_')
    .exactOptional()
    .meta({ description: 'Needed for the scope current' }),
  match: z.enum(['all', 'any']).exactOptional(),
  filters: z
    .strictObject({
      client: whose.exactOptional(),
      model: text(CONVERSATION_LIMITS.wordChars).exactOptional(),
      from: day,
      to: day,
    })
    .exactOptional(),
  limit: z.int().min(1).max(SEARCH_LIMITS.mostHits).exactOptional(),
});

/** What was found: prompts above answers, the newest first. */
export const searchReply = z.object({
  hits: z.array(
    z.object({
      turn_id: z.string(),
      conversation_id: z.string(),
      client_id: z.string().nullable(),
      title: z.string(),
      sequence: z.int(),
      role: z.enum(TURN_ROLES),
      model: z.string().nullable(),
      created_at: instant,
      snippet: z.string(),
      matches: z
        .array(z.array(z.int()))
        .meta({ description: 'Beginning and end of each match in the snippet, in UTF-16 units' }),
    }),
  ),
  total: z.int(),
  complete: z
    .boolean()
    .meta({ description: 'false: the index is still being built, there may be more' }),
});
