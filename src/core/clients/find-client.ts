import type { ClientRef } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { StoreReader } from '../ports.ts';
import type { ApiKeyRow, ClientRow } from '../rows.ts';
import { checkClientName } from './check-client.ts';
import { clientNameIndex, isClientId, openClient, type OpenClient } from './client-record.ts';
import { isKeyId, openKey, type OpenKey } from './key-record.ts';

/** The row that is meant, opened or not. @throws VaultError `name_invalid`, `invalid_input`, `not_found`. */
export function findClientRow(store: StoreReader, keys: VaultKeys, ref: ClientRef): ClientRow {
  const row =
    ref.id === undefined
      ? store.find('clients', 'name_index', clientNameIndex(keys, checkClientName(ref.name)))[0]
      : store.get('clients', checkClientId(ref.id));
  if (row === undefined || row === null) throw noClient();
  return row;
}

/**
 * The client that is meant.
 * @throws VaultError `name_invalid`, `invalid_input`, `not_found`, `record_corrupt` if a row is there but does not open.
 */
export function findClient(store: StoreReader, keys: VaultKeys, ref: ClientRef): OpenClient {
  const client = openClient(keys, findClientRow(store, keys, ref));
  if (client === null) throw new VaultError('record_corrupt');
  return client;
}

/** The same; one that was removed is not there any more. */
export function findPresentClient(store: StoreReader, keys: VaultKeys, ref: ClientRef): OpenClient {
  const client = findClient(store, keys, ref);
  if (client.status !== 'deleted') return client;
  throw new VaultError('not_found', { hint: 'This client was removed.' });
}

/** A client's id as it is. @throws VaultError `invalid_input`. */
export function checkClientId(id: unknown): string {
  if (typeof id === 'string' && isClientId(id)) return id;
  throw new VaultError('invalid_input', { hint: 'That is not the id of a client.' });
}

/** Nobody has that name or id. */
export function noClient(): VaultError {
  return new VaultError('not_found', { hint: 'There is no client of that name or id.' });
}

/** The key with this id. @throws VaultError `invalid_input`, `not_found`, `record_corrupt`. */
export function findKey(store: StoreReader, keys: VaultKeys, id: unknown): OpenKey {
  if (typeof id !== 'string' || !isKeyId(id)) {
    throw new VaultError('invalid_input', { hint: 'That is not the id of a key.' });
  }
  const row = store.get('api_keys', id);
  if (row === null) {
    throw new VaultError('not_found', { hint: 'There is no key with this id.' });
  }
  return opened(keys, row);
}

/** A row of a key, opened. @throws VaultError `record_corrupt`. */
export function opened(keys: VaultKeys, row: ApiKeyRow): OpenKey {
  const key = openKey(keys, row);
  if (key === null) throw new VaultError('record_corrupt');
  return key;
}
