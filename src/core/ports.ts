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
  UsageToRemove,
} from './rows.ts';

/**
 * What core asks of the world. The SQLite store, the audit files and the clock implement these; so do the
 * in-memory ones.  */

/** Synchronous reads on one consistent state. Every Uint8Array is the caller's own copy. */
export interface StoreReader {
  /** The row with this primary key, or null. */
  get<T extends TableName>(table: T, ...key: Tables[T]['key']): Tables[T]['row'] | null;
  /** Every row in ascending order of the primary key (bytewise). A table the schema lacks has none. */
  scan<T extends TableName>(table: T): Iterable<Tables[T]['row']>;
  /** The secret whose `key_name_index` has these 16 bytes, or null. */
  secretByNameIndex(index: Uint8Array): SecretRow | null;
  /** Versions of one secret, newest first. */
  versionsOf(secretId: string): readonly SecretVersionRow[];
  /** The rows with this value in this column, in ascending order of the primary key. */
  find<T extends keyof LookUps>(
    table: T,
    column: LookUps[T],
    value: string | Uint8Array,
  ): readonly Tables[T]['row'][];
  /** Part of an ordered walk. A table the schema lacks has no rows. */
  walk<W extends WalkName>(name: W, part: WalkPart): readonly WalkRow<W>[];
  count(table: TableName): number;
  /** Usage by day: of all clients then by route, of one client then in the order in which it was written. */
  usagePage(range: UsageRange): UsagePage;
}

/** Synchronous writes inside one transaction. */
export interface StoreTransaction extends StoreReader {
  /** @throws VaultError `name_taken` for a second blind index of a name or the like, `internal` for any other clash. */
  insert<T extends TableName>(table: T, row: Tables[T]['row']): void;
  /** Replaces the whole row of the same primary key. @throws VaultError `not_found` if there is none. */
  update<T extends TableName>(table: T, row: Tables[T]['row']): void;
  /** Removes the row; returns whether there was one. */
  remove<T extends TableName>(table: T, ...key: Tables[T]['key']): boolean;
  /** Removes at most `limit` of these rows of the usage, oldest first where the instant says which; returns how many. */
  removeUsage(which: UsageToRemove, limit: number): number;
  /** The key is no more: its usage stays, with none. Returns the number of rows. */
  forgetUsageKey(keyId: string): number;
}

/** What a migration or a repair must make anew before its transaction ends. */
export type Reseal = (tx: StoreTransaction) => void;

/** A step of the schema: its number (user_version after it) and name. */
export interface MigrationStep {
  readonly number: number;
  readonly name: string;
}

/** Where the schema of the open file stands. */
export interface SchemaState {
  /** user_version of the file; 0 for a file without a schema. */
  readonly version: number;
  /** The last migration this program knows. */
  readonly latest: number;
  readonly steps: readonly MigrationStep[];
}

/**
 * The vault file. It is opened, exclusively owned and of a known format when core gets it.
 * Every method maps driver errors: `db_corrupt`, `vault_in_use`, `newer_format` or `internal`.
 */
export interface VaultStore extends StoreReader {
  schema(): SchemaState;
  /**
   * Structure only, no keys needed: schema text against ours, `integrity_check` of the covered tables.
   * @throws VaultError `db_corrupt`.
   */
  checkStructure(): void;
  /** Loads what lists and migrations need (TypeORM) ahead of them: a KDF leaves time for it. Idempotent. */
  prepare(): Promise<void>;
  /** One IMMEDIATE transaction around `write`; a throw rolls all of it back. Never nested, never async. */
  transaction<R>(write: (tx: StoreTransaction) => R): R;
  /**
   * All secrets without their values, or one page of them, in ascending order of id, read through TypeORM. What one
   * call gives is one state of the file.
   */
  listSecrets(page?: SecretPage): Promise<readonly SecretListRow[]>;
  /**
   * Runs the pending migrations, each in one transaction that ends with `reseal`, user_version and
   * foreign_key_check. A verified copy of the file is made first unless the file has no vault in it yet.
   * @returns the numbers of the steps that ran.
   */
  migrateUp(reseal: Reseal): Promise<readonly number[]>;
  /** The same downwards until `version` is reached. @throws VaultError `invalid_input` for an unknown number. */
  migrateDown(version: number, reseal: Reseal): Promise<readonly number[]>;
  /** wal_checkpoint(TRUNCATE); with `vacuum`, VACUUM as well: deleted content leaves the file. */
  compact(options?: { readonly vacuum?: boolean }): void;
  /** A consistent, verified copy at `vault.db.<label>-<time>` beside the file; returns its file name. */
  copyAside(label: 'tampered' | 'before-migration'): string;
  close(): Promise<void>;
}

/** The bytes of the audit log's folder (docs/format.md §7). All calls are synchronous and durable as stated. */
export interface AuditStorage {
  /** The state file's bytes, or null if there is none. */
  readState(): Uint8Array | null;
  /** Overwrites the state file in place with one write; fdatasync if asked. */
  writeState(bytes: Uint8Array, options: { readonly sync: boolean }): void;
  /** Appends one line (with its \n) to the current segment and waits for fdatasync. */
  append(line: Uint8Array): void;
  /** Names of the segment files, oldest first, the current one last; broken files are in `brokenFiles`. */
  segments(): readonly string[];
  brokenFiles(): readonly string[];
  /** A file's bytes from `offset` on. */
  read(file: string, offset?: number): Uint8Array;
  /** Size of a file in bytes; 0 if it is not there. */
  size(file: string): number;
  /** Cuts the current segment to `length` bytes, after the rest was written to `torn-<seq>.bin`. */
  saveTorn(seq: number, length: number): void;
  /** Renames the current segment to `audit-<first seq, 12 digits>.jsonl` and begins an empty one. */
  rotate(firstSeq: number): void;
  /** Deletes an old segment. */
  removeSegment(file: string): void;
  /** Renames every file of the chain to `audit-<n>.broken.jsonl`, the next free n each. */
  setAside(): void;
  /** Closes what is kept open between two calls; a later call opens it again. Never throws. */
  release(): void;
  /** Deletes the ballast file to make room. Returns false if it was gone already. */
  releaseBallast(): boolean;
}

/** Time, from one place. */
export interface Clock {
  /** The instant as `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  nowText(): string;
  /** The same instant as milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
  /** Milliseconds of the system's monotonic clock since boot: the same in every process. */
  monotonicMs(): number;
  /** The IANA name of the time zone that the system is set to. */
  zone(): string;
}
