import type { KeyState, KeySummary } from '../../shared/client.ts';
import { idBytes, isUuid } from '../../shared/ids.ts';
import type { FieldAddress } from '../format/field-address.ts';
import { openJson, sealJson } from '../format/sealed-json.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { UnsignedRow } from '../integrity/write-covered.ts';
import type { StoreReader } from '../ports.ts';
import type { ApiKeyRow } from '../rows.ts';

/** Format byte of API keys (docs/format.md §4). */
const KIND_KEY = 19;

/** A key whose row is vouched for and says what is sealed in it. */
export interface OpenKey {
  readonly row: ApiKeyRow;
  readonly name: string;
}

/** Whether a text has the form of a key's id. */
export function isKeyId(text: string): boolean {
  return text.startsWith('key_') && isUuid(text.slice('key_'.length));
}

/** The address of what is sealed of a key. */
export function detailsAddress({ id, version }: Pick<ApiKeyRow, 'id' | 'version'>): FieldAddress {
  return {
    column: 'api_keys.encrypted_details',
    recordId: idBytes(id),
    recordVersion: version,
    kind: KIND_KEY,
  };
}

/** A key's row as it will be, without what is sealed or derived. */
export type KeyContent = Omit<ApiKeyRow, 'encrypted_details' | 'row_mac'>;

/** The row for a key, without its MAC. */
export function sealKey(
  keys: VaultKeys,
  content: KeyContent,
  name: string,
): UnsignedRow<'api_keys'> {
  const details = { name, client_id: content.client_id };
  return { ...content, encrypted_details: sealJson(keys, detailsAddress(content), details) };
}

/** The same key in its next version, changed in these columns. */
export function sealKeyAgain(
  keys: VaultKeys,
  { row, name }: OpenKey,
  changed: Partial<Pick<ApiKeyRow, 'expires_at' | 'revoked_at' | 'replaced_by'>>,
): UnsignedRow<'api_keys'> {
  const { row_mac: _mac, encrypted_details: _details, ...content } = row;
  return sealKey(keys, { ...content, version: row.version + 1, ...changed }, name);
}

/** Opens a key's row; null if nobody vouches for it or it holds something else than it says. */
export function openKey(keys: VaultKeys, row: ApiKeyRow): OpenKey | null {
  if (!isKeyId(row.id) || !rowMacHolds(keys, hashCovered('api_keys', row))) return null;
  const details = openJson(keys, detailsAddress(row), row.encrypted_details);
  const { name, client_id: clientId } = details ?? {};
  return typeof name === 'string' && clientId === row.client_id ? { row, name } : null;
}

/** Whether a key is taken at this instant. Instants of one form compare as texts. */
export function keyState(
  row: Pick<ApiKeyRow, 'revoked_at' | 'expires_at'>,
  nowText: string,
): KeyState {
  if (row.revoked_at !== null) return 'revoked';
  return row.expires_at !== null && row.expires_at <= nowText ? 'expired' : 'active';
}

/** A key as it is shown. */
export function summarizeKey(
  store: StoreReader,
  { row, name }: OpenKey,
  nowText: string,
): KeySummary {
  return {
    id: row.id,
    clientId: row.client_id,
    name,
    prefix: row.prefix,
    state: keyState(row, nowText),
    createdAt: row.created_at,
    lifetimeSeconds: row.lifetime_seconds,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    replacedBy: row.replaced_by,
    lastUsedAt: store.get('key_activity', row.id)?.last_used_at ?? null,
  };
}
