import { VaultError } from '../../shared/vault-error.ts';
import { addTerms, rowHash, subtractTerms } from '../format/row.ts';
import type { StoreTransaction } from '../ports.ts';
import type { CoveredTable, Row, Tables } from '../rows.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { currentManifest, sealManifest } from './manifest.ts';

/** A row of a covered table without its `row_mac`, which `writeCovered` makes. */
export type UnsignedRow<T extends CoveredTable> = Omit<Tables[T]['row'], 'row_mac'>;

/** What may be done inside the one transaction that writes covered rows. */
export interface CoveredTransaction {
  insert<T extends CoveredTable>(table: T, row: UnsignedRow<T>): void;
  /** Replaces the row with this primary key. @throws `not_found`. */
  update<T extends CoveredTable>(table: T, key: Tables[T]['key'], row: UnsignedRow<T>): void;
  /** Removes the row; returns whether there was one. */
  remove<T extends CoveredTable>(table: T, key: Tables[T]['key']): boolean;
  /** Everything else: reads, and writes to tables that are not covered. */
  readonly raw: StoreTransaction;
  /** Writes the epoch of a new header into the manifest. */
  setEpoch(epoch: number): void;
}

/** The row with its `row_mac`: of all covered tables only the secrets, which nobody reads while locked, have none. */
function signRow<T extends CoveredTable>(
  session: Pick<VaultSession, 'keys'>,
  table: T,
  row: UnsignedRow<T>,
): Tables[T]['row'] {
  if (table === 'secrets_metadata') return row as Tables[T]['row'];
  const mac = session.keys.rowMac(table, rowHash(row as Row));
  return { ...row, row_mac: mac } as unknown as Tables[T]['row'];
}

/**
 * The one function that writes covered rows: one synchronous IMMEDIATE transaction that takes the old terms out of the
 * digest, puts the new ones in, raises the generation and signs the manifest. Nothing can come between.
 * @throws VaultError `tampered` if the manifest is not the one this session committed last; what `work` throws.
 */
export function writeCovered<R>(
  core: VaultCore,
  session: VaultSession,
  work: (tx: CoveredTransaction) => R,
): R {
  const { keys } = session;
  const termOf = (table: CoveredTable, row: Row) => keys.term(table, rowHash(row));
  let generation = session.generation;
  const result = core.store.transaction((raw) => {
    const manifest = currentManifest(raw, session);
    let { digest, epoch } = manifest;
    const takeOut = (table: CoveredTable, key: Tables[CoveredTable]['key']): boolean => {
      const old = raw.get(table, ...key);
      if (old === null) return false;
      digest = subtractTerms(digest, termOf(table, old));
      return true;
    };
    const putIn = <T extends CoveredTable>(table: T, row: UnsignedRow<T>): Tables[T]['row'] => {
      const signed = signRow(session, table, row);
      digest = addTerms(digest, termOf(table, signed));
      return signed;
    };
    const outcome = work({
      raw,
      insert: (table, row) => {
        raw.insert(table, putIn(table, row));
      },
      update: (table, key, row) => {
        if (!takeOut(table, key)) throw new VaultError('not_found');
        raw.update(table, putIn(table, row));
      },
      remove: (table, key) => takeOut(table, key) && raw.remove(table, ...key),
      setEpoch: (next) => {
        epoch = next;
      },
    });
    generation = manifest.generation + 1;
    raw.update('vault_manifest', sealManifest(keys, { generation, epoch, digest }, core.audit));
    return outcome;
  });
  session.generation = generation;
  core.audit.setGeneration(generation);
  core.accessChanged();
  return result;
}
