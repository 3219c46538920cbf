import type { ClientRef, RemovedClient } from '../../shared/client.ts';
import type { CallContext } from '../api.ts';
import { removeAllOf } from '../conversations/remove-all-of.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { CoveredTransaction } from '../integrity/write-covered.ts';
import { tryTo, type VaultCore } from '../session/vault-core.ts';
import { nextClientRow } from './change-client.ts';
import { findClientRow, findPresentClient, opened } from './find-client.ts';
import { sealKeyAgain } from './key-record.ts';

/**
 * Removes a client: its keys are revoked and its grants dropped in the same transaction. Its row and the rows of its keys
 * stay, so that what happened keeps its names. @throws VaultError `not_found`, also for one that was removed.
 */
export function removeClient(
  core: VaultCore,
  ref: ClientRef,
  context: CallContext,
): Promise<RemovedClient> {
  const event = 'client.remove';
  return core.writable({ event }, context, (session) => {
    const { keys } = session;
    const client = findPresentClient(core.store, keys, ref);
    const { id } = client.row;
    const now = core.clock.nowText();
    const rows = core.store.find('api_keys', 'client_id', id);
    const inForce = rows.filter((row) => row.revoked_at === null).map((row) => opened(keys, row));
    const revoked = inForce.map((key) => sealKeyAgain(keys, key, { revoked_at: now }));
    const gone = nextClientRow(keys, client, { status: 'deleted' }, now);
    const grants = core.store.find('grants', 'client_id', id).length;
    const n = { keys: revoked.length, grants };
    carryOut(core, session, { event, ref: { client: id }, n }, context, (tx) => {
      for (const row of revoked) tx.update('api_keys', [row.id], row);
      dropGrants(tx, id);
      tx.raw.remove('pauses', id);
      tx.update('clients', [id], gone);
    });
    return { id, ...n };
  });
}

/**
 * Removes a client's row and all that hangs on it, removed before or not; also one that does not open, by its id.
 * Asking for the password and the name again is for the door that asks. @throws VaultError `not_found`.
 */
export function purgeClient(
  core: VaultCore,
  ref: ClientRef,
  context: CallContext,
): Promise<RemovedClient> {
  const event = 'client.purge';
  return core.writable({ event }, context, (session) => {
    const { id } = findClientRow(core.store, session.keys, ref);
    const keys = core.store.find('api_keys', 'client_id', id);
    const grants = core.store.find('grants', 'client_id', id).length;
    const n = { keys: keys.length, grants };
    carryOut(core, session, { event, ref: { client: id }, n }, context, (tx) => {
      for (const key of keys) {
        tx.remove('api_keys', [key.id]);
        tx.raw.remove('key_activity', key.id);
      }
      dropGrants(tx, id);
      tx.raw.remove('pauses', id);
      tx.raw.remove('client_activity', id);
      removeAllOf(tx, id);
      tx.remove('clients', [id]);
    });
    for (const counter of core.counters) counter.forget(id);
    tryTo(() => {
      core.store.compact();
    });
    return { id, ...n };
  });
}

function dropGrants(tx: CoveredTransaction, clientId: string): void {
  for (const { id } of tx.raw.find('grants', 'client_id', clientId)) tx.remove('grants', [id]);
}
