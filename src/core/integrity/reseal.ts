import type { AuditLog } from '../audit/audit-log.ts';
import { rowHash } from '../format/row.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { type StoreTransaction } from '../ports.ts';
import { COVERED_TABLES, type CoveredTable, type Row } from '../rows.ts';
import { hashCovered, type CoveredHash } from './covered-hashes.ts';
import { sealManifest } from './manifest.ts';
import { digestOf } from './verify-integrity.ts';

/**
 * Makes every row_mac and the digest anew and writes the manifest: the end of a migration, a repair and a new vault
 * key. Runs inside the caller's transaction, after everything was verified or chosen to stay.
 */
export function resealAll(
  tx: StoreTransaction,
  keys: VaultKeys,
  manifest: { readonly generation: number; readonly epoch: number },
  audit: AuditLog,
): void {
  const hashes: CoveredHash[] = [];
  for (const table of COVERED_TABLES) {
    // Materialized first: rows are written while they are walked.
    for (const row of [...tx.scan(table)]) hashes.push(signAgain(tx, keys, table, row));
  }
  const digest = digestOf(keys, hashes);
  const sealed = sealManifest(keys, { ...manifest, digest }, audit);
  if (tx.get('vault_manifest', 1) === null) tx.insert('vault_manifest', sealed);
  else tx.update('vault_manifest', sealed);
}

function signAgain(
  tx: StoreTransaction,
  keys: VaultKeys,
  table: CoveredTable,
  row: Row,
): CoveredHash {
  if (table !== 'secrets_metadata') {
    const signed = { ...row, row_mac: keys.rowMac(table, rowHash(row)) };
    tx.update(table, signed as never);
  }
  return hashCovered(table, row);
}

/**
 * Removes versions of secrets that are not there. No version of this program leaves any, they are not covered, and a
 * migration would refuse them for ever. Returns how many there were.
 */
export function dropOrphanVersions(tx: StoreTransaction): number {
  let dropped = 0;
  for (const { secret_id: id, version } of [...tx.scan('secret_versions')]) {
    if (tx.get('secrets_metadata', id) !== null) continue;
    tx.remove('secret_versions', id, version);
    dropped += 1;
  }
  return dropped;
}
