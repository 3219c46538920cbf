import { uuidText } from '../../shared/ids.ts';
import type { VaultKeys } from '../format/vault-keys.ts';

const OWN_UUID =
  /(?:^|[^0-9a-zA-Z])([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;

/**
 * The id under which a row of an older store lives on: the UUID at the end of its old id if there is one, else one that
 * this vault's index key makes of system, prefix and old id, so that the same row never comes twice.
 */
export function carriedId(
  keys: VaultKeys,
  prefix: 'cli' | 'ses' | 'con' | 'trn',
  source: string,
  sourceId: string,
): string {
  const own = OWN_UUID.exec(sourceId);
  if (own !== null) return `${prefix}_${own.slice(1).join('-').toLowerCase()}`;
  const bytes = Uint8Array.from(
    keys.blindIndex('import.source_id', JSON.stringify([source, prefix, sourceId])),
  );
  // Version 8, "custom", and the variant of RFC 9562.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `${prefix}_${uuidText(bytes)}`;
}
