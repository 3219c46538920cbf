import type { ClientStatus } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { StoreReader } from '../ports.ts';
import { carriedId } from './carried-id.ts';
import { clientNameIndex, openClient } from './client-record.ts';

/** Whom rows of older stores belong to that were nobody's. */
export const DEFAULT_CLIENT = 'default';

/** The id of the client `default` that an import makes; it keeps it when the owner gives it another name. */
export function defaultClientId(keys: VaultKeys): string {
  return carriedId(keys, 'cli', 'strongroom', DEFAULT_CLIENT);
}

/** The client `default` of the vault, or the one that an import made; null: none yet. @throws VaultError `record_corrupt`. */
export function findDefaultClient(
  store: StoreReader,
  keys: VaultKeys,
): { readonly id: string; readonly status: ClientStatus } | null {
  const index = clientNameIndex(keys, DEFAULT_CLIENT);
  const row =
    store.find('clients', 'name_index', index)[0] ?? store.get('clients', defaultClientId(keys));
  if (row === null) return null;
  const client = openClient(keys, row);
  if (client === null) throw new VaultError('record_corrupt');
  return { id: row.id, status: client.status };
}
