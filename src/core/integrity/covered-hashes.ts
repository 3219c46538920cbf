import { nextTurn } from '../next-turn.ts';
import { rowHash } from '../format/row.ts';
import { type StoreReader } from '../ports.ts';
import { COVERED_TABLES, type CoveredTable, type Row } from '../rows.ts';

/** A covered row as the digest sees it. */
export interface CoveredHash {
  readonly table: CoveredTable;
  /** SHA-256 of R(row). */
  readonly hash: Uint8Array;
  /** The row's own MAC, where its table has one. */
  readonly rowMac: Uint8Array | null;
}

/** Rows hashed before the event loop gets a turn. */
const SLICE = 256;

/** Hashes of every covered row; needs no key, so it runs beside the KDF. */
export async function hashCoveredRows(store: StoreReader): Promise<readonly CoveredHash[]> {
  const hashes: CoveredHash[] = [];
  for (const table of COVERED_TABLES) {
    for (const row of store.scan(table)) {
      hashes.push(hashCovered(table, row));
      if (hashes.length % SLICE === 0) await nextTurn();
    }
  }
  return hashes;
}

/** One covered row's hash and MAC. */
export function hashCovered(table: CoveredTable, row: Row): CoveredHash {
  const mac = row['row_mac'];
  return { table, hash: rowHash(row), rowMac: mac instanceof Uint8Array ? mac : null };
}
