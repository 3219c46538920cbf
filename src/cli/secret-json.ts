import type { SecretSummary } from '../shared/secret.ts';

/** A secret without its fields, as `--json` shows it. */
export function toJson({
  id,
  name,
  kind,
  version,
  metadata,
  expiry,
  createdAt,
  updatedAt,
}: SecretSummary): Record<string, unknown> {
  return {
    id,
    name,
    kind,
    version,
    description: metadata.description ?? null,
    tags: metadata.tags ?? [],
    environment: metadata.environment ?? null,
    provider: metadata.provider ?? null,
    account: metadata.account ?? null,
    url: metadata.url ?? null,
    expires_at: metadata.expires_at ?? null,
    expiry,
    created_at: createdAt,
    updated_at: updatedAt,
  };
}
