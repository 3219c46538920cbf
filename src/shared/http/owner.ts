import { z } from 'zod';
import {
  CLIENT_LIMITS,
  CLIENT_STATUSES,
  GRANT_LIMITS,
  GRANT_MODES,
  KEY_LIMITS,
  OVERLAPS_SECONDS,
} from '../client.ts';
import { SECRET_LIMITS } from '../secret.ts';
import { flag, instant, prefixedId, text } from './schema-parts.ts';

const clientId = prefixedId('cli_');
const keyId = prefixedId('key_');
const name = text(4 * SECRET_LIMITS.nameChars);
const metadataValue = text(CLIENT_LIMITS.metadataValueChars);

/** Which client, key or grant. */
export const clientPath = z.strictObject({ id: clientId });
/** Which key. */
export const keyPath = z.strictObject({ id: keyId });
/** Which grant. */
export const grantPath = z.strictObject({ id: prefixedId('grt_') });

const profile = {
  external_id: text(CLIENT_LIMITS.externalIdChars).nullable().exactOptional(),
  email: text(CLIENT_LIMITS.emailChars).nullable().exactOptional(),
  description: text(CLIENT_LIMITS.descriptionChars).nullable().exactOptional(),
  metadata: z.record(text(64), metadataValue.nullable()).exactOptional(),
  plan: text(64).exactOptional(),
};

/** The body of `POST /v1/clients`. */
export const newClient = z.strictObject({ name, ...profile });

/** `PATCH /v1/clients/{id}`: null removes, what is absent stays. */
export const clientPatch = z.strictObject({
  name: name.exactOptional(),
  ...profile,
  status: z.enum(['active', 'suspended']).exactOptional(),
});

/** `GET /v1/clients`; `all` shows the removed ones as well. */
export const clientsQuery = z.strictObject({ all: flag.exactOptional() });

/** A client. */
export const client = z.object({
  id: z.string(),
  name: z.string(),
  external_id: z.string().nullable(),
  email: z.string().nullable(),
  description: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  plan: z.string(),
  status: z.enum(CLIENT_STATUSES),
  paused_at: instant.nullable(),
  last_seen_at: instant.nullable(),
  created_at: instant,
  updated_at: instant,
});

/** All clients by name; a damaged one is named by its id. */
export const clientList = z.object({
  clients: z.array(client),
  damaged: z.array(z.object({ id: z.string(), created_at: instant })),
});

/** What went with a client. */
export const removedClient = z.object({ id: z.string(), keys: z.int(), grants: z.int() });

/** `POST /v1/clients/by-key`: SHA-256 of a key, 64 hex digits. */
export const byKey = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** A key, never its text. */
export const key = z.object({
  id: z.string(),
  client_id: z.string(),
  name: z.string(),
  prefix: z.string(),
  state: z.enum(['active', 'expired', 'revoked']),
  created_at: instant,
  lifetime_seconds: z.int().nullable(),
  expires_at: instant.nullable(),
  revoked_at: instant.nullable(),
  replaced_by: z.string().nullable(),
  last_used_at: instant.nullable(),
});
/** Keys, newest first. */
export const keyList = z.object({ keys: z.array(key) });
/** Whose key it is. */
export const keyOwner = z.object({ client, key });

/** The body of `POST /v1/clients/{id}/keys`. */
export const newKey = z.strictObject({
  name,
  environment: text(16).exactOptional(),
  lifetime_seconds: z
    .int()
    .min(KEY_LIMITS.shortestLifetimeSeconds)
    .max(KEY_LIMITS.longestLifetimeSeconds)
    .nullable()
    .exactOptional()
    .meta({ description: 'null: until it is revoked' }),
});

/** The body of `POST /v1/clients/{id}/rotate-key`. */
export const rotation = z.strictObject({
  key_id: keyId
    .exactOptional()
    .meta({ description: 'May be left out if the client has one active key' }),
  overlap_seconds: z.literal(OVERLAPS_SECONDS).exactOptional(),
});

/** A new key: its text is told once. */
export const madeKey = key.extend({ key: z.string().meta({ examples: ['sr_live_…'] }) });

const uses = z.int().min(1).max(GRANT_LIMITS.uses);
const entries = (chars: number): z.ZodType<string[]> =>
  z.array(text(chars)).max(GRANT_LIMITS.entries);

/** The body of `POST /v1/grants`. */
export const newGrant = z.strictObject({
  client_id: clientId,
  object: z.enum(['secret', 'profile']).exactOptional().meta({
    description: 'profile: that of the client; then mode is read or write, and stands alone',
  }),
  secret_id: z.uuid().exactOptional(),
  secret: name.exactOptional().meta({ description: 'Its name; or its id in secret_id' }),
  mode: z.enum([...GRANT_MODES, 'write']),
  rules: z
    .strictObject({
      hosts: entries(GRANT_LIMITS.hostChars).exactOptional(),
      paths: entries(GRANT_LIMITS.pathChars).exactOptional(),
      methods: entries(16).exactOptional(),
    })
    .exactOptional(),
  limits: z
    .strictObject({
      per_minute: uses.exactOptional(),
      per_hour: uses.exactOptional(),
      per_day: uses.exactOptional(),
    })
    .exactOptional(),
  expires_at: instant.nullable().exactOptional(),
});

/** A grant that is to be made, as it comes. */
export type NewGrant = z.output<typeof newGrant>;

/** The query of `GET /v1/grants`. */
export const grantsQuery = z.strictObject({
  client_id: clientId.exactOptional(),
  secret: name.exactOptional(),
});

/** A grant. */
export const grant = z.object({
  id: z.string(),
  client_id: z.string(),
  object: z.enum(['secret', 'profile']),
  secret_id: z.string().nullable().meta({ description: 'null: the profile of the client' }),
  secret: z.string().nullable(),
  mode: z.enum([...GRANT_MODES, 'write']),
  fence: z.enum(['paper', 'live']).nullable(),
  rules: z.object({
    hosts: z.array(z.string()).optional(),
    paths: z.array(z.string()).optional(),
    methods: z.array(z.string()).optional(),
  }),
  limits: z.object({
    per_minute: z.int().nullable(),
    per_hour: z.int().nullable(),
    per_day: z.int().nullable(),
  }),
  standing: z.enum(['holds', 'expired', 'fenced', 'gone']),
  created_at: instant,
  expires_at: instant.nullable(),
});
/** Grants, oldest first. */
export const grantList = z.object({ grants: z.array(grant) });
/** The grant that was made. */
export const madeGrant = z.object({ id: z.string() });

/** Which setting. */
export const settingPath = z.strictObject({ name: text(64) });
/** The body of `PUT /v1/settings/{name}`: the value as the owner writes it. */
export const settingValue = z.strictObject({ value: z.union([text(1024), z.int()]) });
/** A setting with its default and what it takes. */
export const setting = z.object({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  default: z.union([z.number(), z.string()]),
  description: z.string(),
});
/** All settings by name. */
export const settingList = z.object({ settings: z.array(setting) });

/** `POST /v1/pause`, `DELETE /v1/pause`: one client, or all of them. */
export const pauseOf = z.strictObject({ client_id: clientId.nullable().exactOptional() }).nullish();
/** Whom a pause is for; nobody named: all clients. */
export const pauseQuery = z.strictObject({ client_id: clientId.exactOptional() });
/** Who is held, and since when. */
export const pause = z.object({
  target: z.string().meta({ description: 'The id of a client, or * for all' }),
  paused_at: instant,
});
/** Everyone who is held. */
export const pauseList = z.object({ pauses: z.array(pause) });
/** Whether the client was held. */
export const unpaused = z.object({ was_paused: z.boolean() });
