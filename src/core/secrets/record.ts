import { idBytes, isUuid } from '../../shared/ids.ts';
import {
  kindFromByte,
  type SecretKind,
  type SecretMetadata,
  type SecretSummary,
} from '../../shared/secret.ts';
import { equal, wipe } from '../crypto/bytes.ts';
import type { FieldAddress, VaultKeys } from '../format/vault-keys.ts';
import type { SecretListRow, SecretRow } from '../rows.ts';

/** Metadata as it is sealed: the name, what we know, and whatever a newer version wrote beside it. */
export type StoredMetadata = SecretMetadata & {
  readonly name: string;
  readonly [unknownKey: string]: unknown;
};

/** A record whose metadata opened and whose name belongs to its index. */
export interface OpenRecord<R extends SecretListRow = SecretRow> {
  readonly row: R;
  readonly kind: SecretKind;
  readonly metadata: StoredMetadata;
}

type Place = Pick<SecretRow, 'id' | 'version' | 'kind'>;

/** Address of a record's metadata envelope. */
export function metadataAddress(row: Place): FieldAddress {
  return address('secret.meta', row);
}

/** Address of a record's value envelope, also of an older version with that version's number. */
export function valueAddress(row: Place): FieldAddress {
  return address('secret.value', row);
}

function address(column: string, { id, version, kind }: Place): FieldAddress {
  return { column, recordId: idBytes(id), recordVersion: version, kind };
}

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** Metadata from its plaintext, or null if that is not what a vault writes. */
export function parseMetadata(plaintext: Uint8Array): StoredMetadata | null {
  try {
    const parsed: unknown = JSON.parse(decoder.decode(plaintext));
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    const { name } = parsed as { name?: unknown };
    return typeof name === 'string' ? (parsed as StoredMetadata) : null;
  } catch {
    return null;
  }
}

/** Plaintext of metadata. */
export function encodeMetadata(metadata: StoredMetadata): Uint8Array {
  return encoder.encode(JSON.stringify(metadata));
}

/** Opens metadata only; null if the envelope does not open or holds something else. */
export function openMetadata<R extends SecretListRow>(
  keys: VaultKeys,
  row: R,
): OpenRecord<R> | null {
  const kind = kindFromByte(row.kind);
  // Who can edit the file can write any text into a plain column.
  if (kind === null || !isUuid(row.id)) return null;
  const plaintext = keys.openField(metadataAddress(row), row.encrypted_metadata);
  if (plaintext === null) return null;
  const metadata = parseMetadata(plaintext);
  wipe(plaintext);
  return metadata === null ? null : { row, kind, metadata };
}

/** The same for a row found by its name index: it counts only if the name inside gives that index. */
export function openRecord(keys: VaultKeys, row: SecretRow): OpenRecord | null {
  const record = openMetadata(keys, row);
  if (record === null) return null;
  return equal(keys.nameIndex(record.metadata.name), row.key_name_index) ? record : null;
}

const KNOWN_KEYS = [
  'description',
  'tags',
  'environment',
  'provider',
  'account',
  'url',
  'expires_at',
] as const satisfies readonly (keyof SecretMetadata)[];

/** The record as a list shows it, without its fields. */
export function summarize(
  { row, kind, metadata }: OpenRecord<SecretListRow>,
  expiry: SecretSummary['expiry'],
): SecretSummary {
  const known = KNOWN_KEYS.filter((key) => metadata[key] !== undefined);
  return {
    id: row.id,
    name: metadata.name,
    kind,
    version: row.version,
    metadata: Object.fromEntries(known.map((key) => [key, metadata[key]])),
    expiry,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
