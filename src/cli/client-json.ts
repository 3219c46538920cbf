import type { ClientSummary, GrantSummary, KeySummary } from '../shared/client.ts';

/** A client as `--json` shows it. */
export function clientJson(client: ClientSummary): Record<string, unknown> {
  return {
    id: client.id,
    name: client.name,
    external_id: client.externalId,
    email: client.email,
    description: client.description,
    metadata: client.metadata,
    plan: client.plan,
    status: client.status,
    paused_at: client.pausedAt,
    last_seen_at: client.lastSeenAt,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}

/** A key as `--json` shows it: never the key itself. */
export function keyJson(key: KeySummary): Record<string, unknown> {
  return {
    id: key.id,
    client_id: key.clientId,
    name: key.name,
    prefix: key.prefix,
    state: key.state,
    created_at: key.createdAt,
    lifetime_seconds: key.lifetimeSeconds,
    expires_at: key.expiresAt,
    revoked_at: key.revokedAt,
    replaced_by: key.replacedBy,
    last_used_at: key.lastUsedAt,
  };
}

/** A grant as `--json` shows it. */
export function grantJson(grant: GrantSummary): Record<string, unknown> {
  const { perMinute = null, perHour = null, perDay = null } = grant.limits;
  return {
    id: grant.id,
    client_id: grant.clientId,
    secret_id: grant.objectId,
    secret: grant.objectName,
    mode: grant.mode,
    fence: grant.fence,
    rules: grant.rules,
    limits: { per_minute: perMinute, per_hour: perHour, per_day: perDay },
    standing: grant.standing,
    created_at: grant.createdAt,
    expires_at: grant.expiresAt,
  };
}
