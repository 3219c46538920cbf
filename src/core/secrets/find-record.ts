import { isUuid } from '../../shared/ids.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { VersionGuard } from '../api.ts';
import type { SecretRef } from '../call.ts';
import { checkName } from '../format/name-index.ts';
import type { StoreReader } from '../ports.ts';
import type { SecretRow } from '../rows.ts';
import type { VaultSession } from '../session/vault-core.ts';
import { openRecord, type OpenRecord } from './record.ts';

type Keys = Pick<VaultSession, 'keys'>;

/** The row that is meant, opened or not. @throws VaultError `name_invalid`, `invalid_input`, `not_found`. */
export function findRow(store: StoreReader, { keys }: Keys, ref: SecretRef): SecretRow {
  const row =
    ref.id === undefined
      ? store.secretByNameIndex(keys.nameIndex(checkName(ref.name)))
      : store.get('secrets_metadata', checkId(ref.id));
  if (row === null) throw new VaultError('not_found');
  return row;
}

/**
 * The record that is meant.
 * @throws VaultError `name_invalid`, `invalid_input`, `not_found`, `record_corrupt` if a row is there but does not open.
 */
export function findRecord(store: StoreReader, session: Keys, ref: SecretRef): OpenRecord {
  const record = openRecord(session.keys, findRow(store, session, ref));
  if (record === null) throw new VaultError('record_corrupt');
  return record;
}

/** Passes if the record has the version that the caller saw. @throws VaultError `version_conflict`. */
export function checkVersion({ version }: SecretRow, { expectedVersion }: VersionGuard): void {
  if (expectedVersion !== undefined && expectedVersion !== version) {
    throw new VaultError('version_conflict');
  }
}

function checkId(id: string): string {
  if (isUuid(id)) return id;
  throw new VaultError('invalid_input', { hint: 'That is not the id of a secret.' });
}
