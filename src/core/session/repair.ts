import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext, RepairReport } from '../api.ts';
import { wipe } from '../crypto/bytes.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { resealAll } from '../integrity/reseal.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import { COVERED_TABLES, type CoveredTable, type Row, type StoreTransaction } from '../ports.ts';
import { openRecord, valueAddress } from '../secrets/record.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import { openVaultKey, type OpenedVaultKey } from './open-vault-key.ts';
import type { VaultCore, VaultSession } from './vault-core.ts';

const EVENT = { event: 'tamper.accepted' };

interface RowName {
  readonly table: string;
  readonly id: string;
}

/**
 * Takes a tampered vault as it is: an untouched copy first, rows that do not verify dropped from the file, then epoch,
 * digest and generation made anew in one transaction. The vault is unlocked for writing afterwards.
 * @throws VaultError `invalid_input` if nothing is wrong; the refusals of an unlock.
 */
export async function repairVault(
  core: VaultCore,
  password: Uint8Array,
  context: CallContext,
): Promise<RepairReport> {
  return core.unlocked(EVENT, context, async (session) => {
    if (!session.tampered) {
      throw new VaultError('invalid_input', { hint: 'Nothing is wrong with this vault.' });
    }
    const opened = await openVaultKey(core, password, EVENT, context, () => Promise.resolve());
    opened.keys.wipe();
    try {
      core.audit.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, context);
      core.assertCurrent(session);
      return await accept(core, session, opened, context);
    } finally {
      wipe(opened.password);
    }
  });
}

async function accept(
  core: VaultCore,
  session: VaultSession,
  opened: OpenedVaultKey,
  context: CallContext,
): Promise<RepairReport> {
  const copy = core.store.copyAside('tampered');
  core.audit.write({ ...EVENT, outcome: 'attempt' }, context);
  const generation = 1 + Math.max(session.generation, session.logGeneration);
  const { epoch } = opened.header;
  const found = core.store.transaction((tx) => {
    const rows = sortOut(tx, session.keys);
    resealAll(tx, session.keys, { generation, epoch }, core.audit);
    return rows;
  });
  const repaired = { ...session, generation, logGeneration: generation, tampered: false };
  core.enter(repaired);
  const n = { kept: found.keptCount, dropped: found.dropped.length };
  core.audit.write({ ...EVENT, outcome: 'ok', n }, context);
  await bringUpToDate(core, repaired, opened, context);
  core.store.compact();
  return { copy, dropped: found.dropped, kept: found.kept };
}

/** Removes what does not verify; names what stays and steers security. */
function sortOut(
  tx: StoreTransaction,
  keys: VaultKeys,
): { dropped: RowName[]; kept: RowName[]; keptCount: number } {
  const dropped: RowName[] = [];
  const kept: RowName[] = [];
  let keptCount = 0;
  for (const table of COVERED_TABLES) {
    for (const row of [...tx.scan(table)]) {
      const id = String(table === 'settings' ? (row as Row)['name'] : (row as Row)['id']);
      if (verifies(tx, keys, table, row)) {
        keptCount += 1;
        if (table !== 'secrets_metadata') kept.push({ table, id });
      } else {
        removeRow(tx, table, id);
        dropped.push({ table, id });
      }
    }
  }
  dropped.push(...dropVersionsThatDoNotOpen(tx, keys));
  return { dropped, kept, keptCount };
}

function verifies(tx: StoreTransaction, keys: VaultKeys, table: CoveredTable, row: Row): boolean {
  if (table !== 'secrets_metadata') return rowMacHolds(keys, hashCovered(table, row));
  const secret = tx.get('secrets_metadata', String(row['id']));
  const record = secret === null ? null : openRecord(keys, secret);
  if (secret === null || record === null) return false;
  const value = keys.openField(valueAddress(secret), secret.encrypted_value);
  wipe(value);
  return value !== null;
}

function removeRow(tx: StoreTransaction, table: CoveredTable, id: string): void {
  if (table === 'secrets_metadata') {
    for (const { version } of tx.versionsOf(id)) tx.remove('secret_versions', id, version);
  }
  tx.remove(table, id);
}

function dropVersionsThatDoNotOpen(tx: StoreTransaction, keys: VaultKeys): RowName[] {
  const dropped: RowName[] = [];
  for (const secret of [...tx.scan('secrets_metadata')]) {
    for (const { version, encrypted_value: envelope } of tx.versionsOf(secret.id)) {
      const value = keys.openField(valueAddress({ ...secret, version }), envelope);
      wipe(value);
      if (value !== null) continue;
      tx.remove('secret_versions', secret.id, version);
      dropped.push({ table: 'secret_versions', id: `${secret.id}:${String(version)}` });
    }
  }
  return dropped;
}
