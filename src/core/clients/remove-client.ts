import type { ClientRef, RemovedClient } from '../../shared/client.ts';
import { removeAllOf } from '../conversations/remove-all-of.ts';
import type { CallContext } from '../call.ts';
import { openSession, sealSession } from '../access/session-record.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { CoveredTransaction } from '../integrity/write-covered.ts';
import type { StoreReader, StoreTransaction } from '../ports.ts';
import type { SessionRow } from '../rows.ts';
import { tryTo, type VaultCore } from '../session/vault-core.ts';
import { nextClientRow } from './change-client.ts';
import { findClientRow, findPresentClient, opened } from './find-client.ts';
import { sealKeyAgain } from './key-record.ts';

/**
 * Removes a client: its keys are revoked, its grants and session tokens dropped and its sessions closed in the same transaction. Its row and the rows of its keys
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
    const closed = closeSessions(core.store, keys, id, now);
    carryOut(core, session, { event, ref: { client: id }, n }, context, (tx) => {
      dropTokens(tx, 'client_id', id);
      for (const row of revoked) tx.update('api_keys', [row.id], row);
      for (const row of closed) tx.raw.update('sessions', row);
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
      dropTokens(tx, 'client_id', id);
      for (const key of keys) {
        // One that was planted may name another client; it refers to the key all the same.
        dropTokens(tx, 'key_id', key.id);
        tx.remove('api_keys', [key.id]);
        tx.raw.remove('key_activity', key.id);
      }
      dropGrants(tx, id);
      dropSessions(tx.raw, id);
      tx.raw.remove('pauses', id);
      tx.raw.remove('client_activity', id);
      removeAllOf(tx, id);
      tx.raw.remove('quotas', id);
      tx.raw.removeUsage({ clientId: id }, Number.MAX_SAFE_INTEGER);
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

/** Removes session tokens by their client or the key that they were got for. */
export function dropTokens(
  tx: CoveredTransaction,
  column: 'client_id' | 'key_id',
  id: string,
): void {
  for (const token of tx.raw.find('session_tokens', column, id)) {
    tx.remove('session_tokens', [token.id]);
  }
}

/** A client's sessions that go on, closed; one that does not open is left as it is. */
function closeSessions(
  store: StoreReader,
  keys: VaultKeys,
  clientId: string,
  nowText: string,
): readonly SessionRow[] {
  return store.find('sessions', 'client_id', clientId).flatMap((row) => {
    const content = row.status === 'active' ? openSession(keys, row) : null;
    if (content === null) return [];
    const details = { ...content.details, status: 'closed' as const };
    const version = content.version + 1;
    return [sealSession(keys, { ...content, version, details, updatedAt: nowText })];
  });
}

function dropSessions(tx: StoreTransaction, clientId: string): void {
  for (const { id } of tx.find('sessions', 'client_id', clientId)) {
    tx.remove('session_activity', id);
    tx.remove('sessions', id);
  }
}
