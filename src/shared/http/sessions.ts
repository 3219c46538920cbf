import { z } from 'zod';
import { CLIENT_LIMITS } from '../client.ts';
import { flag, instant, optionalBody, prefixedId, text } from './schema-parts.ts';

const metadataValue = text(CLIENT_LIMITS.metadataValueChars);
const profile = text(256).nullable().exactOptional();
const metadata = z.record(text(64), metadataValue.nullable()).exactOptional();

/** Which session. */
export const sessionPath = z.strictObject({ id: prefixedId('ses_') });

/** The body of `POST /v1/sessions`; all of it may be left out. */
export const newSession = optionalBody(
  z.strictObject({
    profile,
    conversation_id: prefixedId('con_').nullable().exactOptional(),
    metadata,
  }),
);

/** `PATCH /v1/sessions/{id}`: of the metadata null removes an entry, what is absent stays. */
export const sessionPatch = z.strictObject({ profile, metadata });

/** `GET /v1/sessions`; `all` shows those that have ended as well. */
export const sessionsQuery = z.strictObject({ all: flag.exactOptional() });

/** A session. */
export const session = z.object({
  id: z.string(),
  conversation_id: z.string().nullable(),
  profile: z.string().nullable(),
  status: z.enum(['active', 'closed', 'expired']),
  created_at: instant,
  expires_at: instant,
  last_activity_at: instant,
  turn_count: z.int(),
  metadata: z.record(z.string(), z.string()),
});

/** All of them, newest activity first. */
export const sessionList = z.object({ sessions: z.array(session) });
