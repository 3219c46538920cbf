import { equal } from '../crypto/bytes.ts';
import { EMPTY_DIGEST, addTerms } from '../format/row.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { ManifestRow } from '../rows.ts';
import type { CoveredHash } from './covered-hashes.ts';
import { manifestHolds } from './manifest.ts';

/** What does not verify; named in the audit log, null if all does. */
export type TamperFinding =
  'no_manifest' | 'manifest_mac' | 'epoch' | 'row_mac' | 'digest' | 'generation';

const BATCH = 4096;

/** The digest of covered rows: the sum of their terms (docs/format.md §6). */
export function digestOf(keys: VaultKeys, hashes: readonly CoveredHash[]): Uint8Array {
  let digest = EMPTY_DIGEST;
  // In batches: arguments lie on the stack, and who plants rows decides how many there are.
  for (let at = 0; at < hashes.length; at += BATCH) {
    const batch = hashes.slice(at, at + BATCH);
    digest = addTerms(digest, ...batch.map(({ table, hash }) => keys.term(table, hash)));
  }
  return digest;
}

/** Whether a row's own MAC is right; rows of tables without one pass. */
export function rowMacHolds(keys: VaultKeys, { table, hash, rowMac }: CoveredHash): boolean {
  if (table === 'secrets_metadata') return true;
  return rowMac !== null && equal(keys.rowMac(table, hash), rowMac);
}

/**
 * Compares what lies in the file with what the owner's key vouches for.
 * @param logGeneration the highest generation that the audit log knows, null if it knows none
 */
export function verifyIntegrity(
  keys: VaultKeys,
  manifest: ManifestRow | null,
  found: {
    readonly epoch: number;
    readonly hashes: readonly CoveredHash[];
    readonly logGeneration: number | null;
  },
): TamperFinding | null {
  if (manifest === null) return 'no_manifest';
  if (!manifestHolds(keys, manifest)) return 'manifest_mac';
  if (manifest.epoch !== found.epoch) return 'epoch';
  if (!found.hashes.every((hash) => rowMacHolds(keys, hash))) return 'row_mac';
  if (!equal(digestOf(keys, found.hashes), manifest.digest)) return 'digest';
  if (found.logGeneration !== null && manifest.generation < found.logGeneration) {
    return 'generation';
  }
  return null;
}
