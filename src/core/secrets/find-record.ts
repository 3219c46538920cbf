import { VaultError } from '../../shared/vault-error.ts';
import { checkName } from '../format/name-index.ts';
import type { StoreReader } from '../ports.ts';
import type { VaultSession } from '../session/vault-core.ts';
import { openRecord, type OpenRecord } from './record.ts';

/**
 * The record of that name, in any case.
 * @throws VaultError `name_invalid`, `not_found`, `record_corrupt` if a row is there but does not open.
 */
export function findRecord(
  store: StoreReader,
  session: Pick<VaultSession, 'keys'>,
  name: string,
): OpenRecord {
  const row = store.secretByNameIndex(session.keys.nameIndex(checkName(name)));
  if (row === null) throw new VaultError('not_found');
  const record = openRecord(session.keys, row);
  if (record === null) throw new VaultError('record_corrupt');
  return record;
}
