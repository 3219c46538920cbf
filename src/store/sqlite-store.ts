import type { Database } from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import type { VaultMigration } from '../../migrations/migration.ts';
import type { Reseal, SchemaState, StoreTransaction, VaultStore } from '../core/ports.ts';
import type {
  LookUps,
  SecretListRow,
  SecretPage,
  SecretRow,
  SecretVersionRow,
  TableName,
  Tables,
  WalkName,
  WalkPart,
  WalkRow,
  UsagePage,
  UsageRange,
} from '../core/rows.ts';
import { VaultError } from '../shared/vault-error.ts';
import { copyAside, type CopyLabel } from './copy-aside.ts';
import { openDataSource } from './data-source.ts';
import { guarded, isDriverError, mapDriverError } from './driver-error.ts';
import { listSecrets } from './list-secrets.ts';
import { SchemaSteps } from './migrate.ts';
import { SqliteTables } from './sqlite-tables.ts';
import { insideTransaction } from './sqlite-transaction.ts';
import { checkStructure } from './structure.ts';

/** The vault file in SQLite. TypeORM reads lists and migrates; everything else is this connection's own statements. */
export class SqliteStore implements VaultStore {
  readonly #db: Database;
  readonly #migrations: readonly VaultMigration[];
  readonly #tables: SqliteTables;
  readonly #steps: SchemaSteps;
  #dataSource: Promise<DataSource> | null = null;

  constructor(db: Database, migrations: readonly VaultMigration[]) {
    this.#db = db;
    this.#migrations = migrations;
    this.#tables = new SqliteTables(db);
    this.#steps = new SchemaSteps(db, this.#tables, migrations);
  }

  get<T extends TableName>(table: T, ...key: Tables[T]['key']): Tables[T]['row'] | null {
    return this.#tables.get(table, key);
  }

  scan<T extends TableName>(table: T): Iterable<Tables[T]['row']> {
    return this.#tables.scan(table);
  }

  secretByNameIndex(index: Uint8Array): SecretRow | null {
    return this.#tables.secretByNameIndex(index);
  }

  versionsOf(secretId: string): readonly SecretVersionRow[] {
    return this.#tables.versionsOf(secretId);
  }

  find<T extends keyof LookUps>(
    table: T,
    column: LookUps[T],
    value: string | Uint8Array,
  ): readonly Tables[T]['row'][] {
    return this.#tables.find(table, column, value);
  }

  walk<W extends WalkName>(name: W, part: WalkPart): readonly WalkRow<W>[] {
    return this.#tables.walk(name, part);
  }

  count(table: TableName): number {
    return this.#tables.count(table);
  }

  usagePage(range: UsageRange): UsagePage {
    return this.#tables.usage.page(range);
  }

  schema(): SchemaState {
    const steps = this.#migrations.map(({ number, migration }) => ({
      number,
      name: new migration().name,
    }));
    const version = guarded('reading', () => this.#steps.version);
    return { version, latest: this.#migrations.length, steps };
  }

  checkStructure(): void {
    checkStructure(this.#db, this.#migrations);
  }

  async prepare(): Promise<void> {
    await this.#typeorm();
  }

  transaction<R>(write: (tx: StoreTransaction) => R): R {
    this.#refuseInside();
    const own = { threw: false };
    const run = this.#db.transaction((): R => {
      try {
        return insideTransaction(this.#tables, write);
      } catch (thrown) {
        own.threw = true;
        throw thrown;
      }
    });
    try {
      return run.immediate();
    } catch (thrown) {
      // What `write` threw is its own; BEGIN and COMMIT throw the driver's errors.
      throw !own.threw || isDriverError(thrown) ? mapDriverError(thrown, 'writing') : thrown;
    }
  }

  async listSecrets(page?: SecretPage): Promise<readonly SecretListRow[]> {
    const dataSource = await this.#typeorm();
    return this.#tables.has('secrets_metadata') ? listSecrets(dataSource, page) : [];
  }

  async migrateUp(reseal: Reseal): Promise<readonly number[]> {
    const dataSource = await this.#typeorm();
    this.#refuseInside();
    if (this.#steps.version >= this.#migrations.length) return [];
    this.#copyBeforeMigration();
    return this.#steps.up(dataSource, reseal);
  }

  async migrateDown(version: number, reseal: Reseal): Promise<readonly number[]> {
    const dataSource = await this.#typeorm();
    this.#refuseInside();
    const current = this.#steps.version;
    const known = Number.isInteger(version) && version >= 0 && version <= current;
    if (!known)
      throw new VaultError('invalid_input', { hint: 'There is no such schema below this one.' });
    if (version === 0 && this.#holdsVault()) {
      throw new VaultError('invalid_input', {
        hint: 'The first schema cannot be taken back: the vault is in it.',
      });
    }
    if (version === current) return [];
    this.#copyBeforeMigration();
    return this.#steps.down(dataSource, version, reseal);
  }

  compact(options: { readonly vacuum?: boolean } = {}): void {
    this.#refuseInside();
    guarded('writing', () => {
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
      if (options.vacuum !== true) return;
      this.#db.exec('VACUUM');
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
    });
  }

  copyAside(label: CopyLabel): string {
    this.#refuseInside();
    return copyAside(this.#db, label);
  }

  async close(): Promise<void> {
    const dataSource = await this.#dataSource?.catch(() => null);
    if (!this.#db.open) return;
    try {
      if (dataSource?.isInitialized === true) await dataSource.destroy();
      else this.#db.close();
    } catch (thrown) {
      throw mapDriverError(thrown, 'writing');
    }
  }

  async #typeorm(): Promise<DataSource> {
    this.#refuseClosed();
    this.#dataSource ??= openDataSource(this.#db, this.#migrations, this.#steps.afterStep);
    return this.#dataSource;
  }

  #copyBeforeMigration(): void {
    if (this.#holdsVault()) copyAside(this.#db, 'before-migration');
  }

  #holdsVault(): boolean {
    return this.#tables.count('auth_config') > 0;
  }

  #refuseClosed(): void {
    if (!this.#db.open) throw new VaultError('internal', { cause: new Error('CLOSED') });
  }

  /** A write inside another transaction, or between two awaits of a migration, would be rolled back with it. */
  #refuseInside(): void {
    this.#refuseClosed();
    if (this.#steps.running || this.#db.inTransaction) {
      throw new VaultError('internal', { cause: new Error('IN_TRANSACTION') });
    }
  }
}
