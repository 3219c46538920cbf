import { wipe } from '../crypto/bytes.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { CoveredTransaction } from '../integrity/write-covered.ts';
import type { SecretRow } from '../rows.ts';
import { encodeMetadata, metadataAddress, valueAddress, type StoredMetadata } from './record.ts';

/** A record's next state; every sealed column is sealed again with its version. */
export interface RecordContent {
  readonly id: string;
  readonly kind: number;
  readonly version: number;
  readonly metadata: StoredMetadata;
  /** Plaintext of the value; read, not kept. */
  readonly value: Uint8Array;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The row for a record. */
export function sealRecord(keys: VaultKeys, content: RecordContent): SecretRow {
  const metadata = encodeMetadata(content.metadata);
  const row = {
    id: content.id,
    key_name_index: keys.nameIndex(content.metadata.name),
    kind: content.kind,
    version: content.version,
    encrypted_metadata: keys.sealField(metadataAddress(content), metadata),
    encrypted_value: keys.sealField(valueAddress(content), content.value),
    created_at: content.createdAt,
    updated_at: content.updatedAt,
  };
  wipe(metadata);
  return row;
}

/** Moves a record's present envelope into the history, as it is, and drops what is beyond `keep`. */
export function moveToHistory(
  { raw }: Pick<CoveredTransaction, 'raw'>,
  old: SecretRow,
  keep: number,
): void {
  // Older values are not covered: a planted row of this version, or of one to come, must not stand in the way.
  for (const { version } of raw.versionsOf(old.id)) {
    if (version >= old.version) raw.remove('secret_versions', old.id, version);
  }
  if (keep > 0) {
    raw.insert('secret_versions', {
      secret_id: old.id,
      version: old.version,
      encrypted_value: old.encrypted_value,
      created_at: old.updated_at,
    });
  }
  for (const { version } of raw.versionsOf(old.id).slice(keep)) {
    raw.remove('secret_versions', old.id, version);
  }
}
