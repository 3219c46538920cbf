import type { Database } from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import type { VaultMigration } from '../../migrations/migration.ts';
import { SCHEMA_0 } from '../../migrations/pinned-schema.ts';
import type { Reseal } from '../core/ports.ts';
import { VaultError } from '../shared/vault-error.ts';
import { isDriverError, mapDriverError } from './driver-error.ts';
import { pragmaNumber } from './pragmas.ts';
import { insideTransaction } from './sqlite-transaction.ts';
import type { SqliteTables } from './sqlite-tables.ts';
import { hasSchema } from './structure.ts';

function refuse(reason: string): VaultError {
  return new VaultError('internal', { cause: new Error(reason) });
}

/** Runs steps of the schema up and down; at most one run at a time. */
export class SchemaSteps {
  readonly #db: Database;
  readonly #tables: SqliteTables;
  readonly #migrations: readonly VaultMigration[];
  #reseal: Reseal | null = null;

  constructor(db: Database, tables: SqliteTables, migrations: readonly VaultMigration[]) {
    this.#db = db;
    this.#tables = tables;
    this.#migrations = migrations;
  }

  get running(): boolean {
    return this.#reseal !== null;
  }

  get version(): number {
    return pragmaNumber(this.#db, 'user_version');
  }

  /** The end of each step, inside its transaction: a throw takes back all of the step. */
  readonly afterStep = (version: number): void => {
    if (this.#reseal === null) throw refuse('MIGRATION_NOT_ASKED_FOR');
    this.#db.pragma(`user_version = ${version}`);
    this.#tables.refresh();
    const expected = version === 0 ? SCHEMA_0 : this.#migrations[version - 1]?.schema;
    if (expected === undefined || !hasSchema(this.#db, expected)) throw refuse('SCHEMA_NOT_PINNED');
    insideTransaction(this.#tables, this.#reseal);
    const dangling: unknown = this.#db.pragma('foreign_key_check');
    if (!Array.isArray(dangling) || dangling.length > 0) throw refuse('FOREIGN_KEY_CHECK');
  };

  async up(dataSource: DataSource, reseal: Reseal): Promise<readonly number[]> {
    const before = this.version;
    await this.#run(reseal, async () => {
      await dataSource.runMigrations({ transaction: 'each' });
    });
    return this.#migrations.map(({ number }) => number).filter((number) => number > before);
  }

  async down(dataSource: DataSource, to: number, reseal: Reseal): Promise<readonly number[]> {
    const undone: number[] = [];
    await this.#run(reseal, async () => {
      while (this.version > to) {
        const from = this.version;
        // TypeORM switches them off inside the transaction when it goes down, where the pragma does nothing.
        this.#db.pragma('foreign_keys = OFF');
        await dataSource.undoLastMigration({ transaction: 'each' });
        // It does nothing when its own table names no step.
        if (this.version !== from - 1) throw refuse('STEP_NOT_TAKEN_BACK');
        undone.push(from);
      }
    });
    return undone;
  }

  async #run(reseal: Reseal, steps: () => Promise<void>): Promise<void> {
    if (this.running || this.#db.inTransaction) throw refuse('IN_TRANSACTION');
    this.#reseal = reseal;
    try {
      await steps();
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
    } catch (thrown) {
      throw isDriverError(thrown) ? mapDriverError(thrown, 'writing') : thrown;
    } finally {
      this.#reseal = null;
      // After a failed step TypeORM leaves them off.
      this.#db.pragma('foreign_keys = ON');
      this.#tables.refresh();
    }
  }
}
