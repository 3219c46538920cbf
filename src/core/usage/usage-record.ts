import type { AnsweredRequest, UsageEntry } from '../../shared/access.ts';
import { idBytes, isUuid } from '../../shared/ids.ts';
import type { FieldAddress } from '../format/field-address.ts';
import { openJson, sealJson, type SealedObject } from '../format/sealed-json.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { UsageRow } from '../rows.ts';

/** Format byte of usage (docs/format.md §4). */
const KIND_USAGE = 22;

/** What stands in plain columns, where it is looked up and summed, and beside the rest in the envelope. */
const PLAIN = [
  'client_id',
  'route',
  'status',
  'day',
  'created_at',
] as const satisfies readonly (keyof UsageRow)[];

/** The usage of all clients on any day that a row may name. */
export const EVERY_DAY = { clientId: null, fromDay: '', toDay: '\u{10FFFF}' } as const;

/** The address of what is sealed of an answered request. */
export function recordAddress({ id }: Pick<UsageRow, 'id'>): FieldAddress {
  return {
    column: 'usage_records.encrypted_record',
    recordId: idBytes(id),
    recordVersion: 1,
    kind: KIND_USAGE,
  };
}

/** The row of an answered request. */
export function sealUsage(keys: VaultKeys, entry: UsageEntry): UsageRow {
  const plain = {
    client_id: entry.clientId,
    key_id: entry.keyId,
    route: entry.route,
    status: entry.status,
    day: entry.day,
    created_at: entry.createdAt,
  };
  const { method, ms, correlationId } = entry;
  const sealed = { ...plain, method, ms, correlation_id: correlationId };
  const envelope = sealJson(keys, recordAddress(entry), sealed);
  return { id: entry.id, ...plain, encrypted_record: envelope };
}

/**
 * Opens a row; null if it does not open or says something else than was sealed. A key in the row is the one that was
 * sealed, or none: it was removed.
 */
export function openUsage(keys: VaultKeys, row: UsageRow): UsageEntry | null {
  if (!isUsageId(row.id)) return null;
  const sealed = openJson(keys, recordAddress(row), row.encrypted_record);
  if (sealed === null || !PLAIN.every((column) => sealed[column] === row[column])) return null;
  if (row.key_id !== null && sealed['key_id'] !== row.key_id) return null;
  const rest = parseRest(sealed);
  if (rest === null) return null;
  return {
    id: row.id,
    clientId: row.client_id,
    keyId: row.key_id,
    route: row.route,
    status: row.status,
    day: row.day,
    createdAt: row.created_at,
    ...rest,
  };
}

function isUsageId(text: string): boolean {
  return text.startsWith('usg_') && isUuid(text.slice('usg_'.length));
}

function parseRest(
  sealed: SealedObject,
): (Pick<AnsweredRequest, 'method' | 'ms'> & Pick<UsageEntry, 'correlationId'>) | null {
  const { method, ms, correlation_id: correlationId } = sealed;
  const fits =
    typeof method === 'string' && typeof ms === 'number' && typeof correlationId === 'string';
  return fits ? { method, ms, correlationId } : null;
}
