import type { z } from 'zod';
import type { ClientSummary, GrantSummary, KeySummary, Pause } from '../client.ts';
import type { client, grant, key, pause } from './owner.ts';

/** A client as the owner's JSON shows it, on the command line and over HTTP. */
export function clientJson(view: ClientSummary): z.input<typeof client> {
  return {
    id: view.id,
    name: view.name,
    external_id: view.externalId,
    email: view.email,
    description: view.description,
    metadata: { ...view.metadata },
    plan: view.plan,
    status: view.status,
    paused_at: view.pausedAt,
    last_seen_at: view.lastSeenAt,
    created_at: view.createdAt,
    updated_at: view.updatedAt,
  };
}

/** A key as the owner's JSON shows it: never the key itself. */
export function keyJson(view: KeySummary): z.input<typeof key> {
  return {
    id: view.id,
    client_id: view.clientId,
    name: view.name,
    prefix: view.prefix,
    state: view.state,
    created_at: view.createdAt,
    lifetime_seconds: view.lifetimeSeconds,
    expires_at: view.expiresAt,
    revoked_at: view.revokedAt,
    replaced_by: view.replacedBy,
    last_used_at: view.lastUsedAt,
  };
}

/** A grant as the owner's JSON shows it. A grant over a profile is over the client's own, and names no secret. */
export function grantJson(view: GrantSummary): z.input<typeof grant> {
  const { perMinute = null, perHour = null, perDay = null } = view.limits;
  const { hosts, paths, methods } = view.rules;
  return {
    id: view.id,
    client_id: view.clientId,
    object: view.objectKind,
    secret_id: view.objectKind === 'secret' ? view.objectId : null,
    secret: view.objectName,
    mode: view.mode,
    fence: view.fence,
    rules: {
      ...(hosts === undefined ? {} : { hosts: [...hosts] }),
      ...(paths === undefined ? {} : { paths: [...paths] }),
      ...(methods === undefined ? {} : { methods: [...methods] }),
    },
    limits: { per_minute: perMinute, per_hour: perHour, per_day: perDay },
    standing: view.standing,
    created_at: view.createdAt,
    expires_at: view.expiresAt,
  };
}

/** A pause as the owner's JSON shows it. */
export function pauseJson({ target, pausedAt }: Pause): z.input<typeof pause> {
  return { target, paused_at: pausedAt };
}
