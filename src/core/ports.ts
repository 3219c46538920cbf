/**
 * What core asks of the world. The SQLite store, the audit files and the clock implement these; so do the
 * in-memory ones. Rows carry the column names of FORMAT: `Row` is what is hashed, MACed and stored.
 */

/** One column's value. Numbers are safe integers; there is no REAL anywhere in a vault. */
export type Cell = string | number | Uint8Array | null;

/** A row as it lies in its table: column name → value. */
export type Row = Readonly<Record<string, Cell>>;

/** `auth_config`, the one row with id 1 (docs/format.md §2). */
export type AuthConfigRow = {
  readonly id: 1;
  readonly password_hash: string;
  readonly kdf_header: Uint8Array;
  readonly key_check: Uint8Array;
  readonly wrap_nonce: Uint8Array;
  readonly wrapped_vault_key: Uint8Array;
  readonly header_mac: Uint8Array;
  readonly created_at: string;
  readonly updated_at: string;
};

/** `key_slots`: another way to the vault key (recovery). Covered. */
export type KeySlotRow = {
  readonly id: string;
  readonly version: number;
  readonly type: number;
  readonly nonce: Uint8Array;
  readonly wrap: Uint8Array;
  readonly created_at: string;
  readonly row_mac: Uint8Array;
};

/** `vault_manifest`, the one row with id 1. */
export type ManifestRow = {
  readonly id: 1;
  readonly generation: number;
  readonly epoch: number;
  readonly digest: Uint8Array;
  readonly chain_id: Uint8Array;
  readonly anchor_seq: number;
  readonly anchor_mac: Uint8Array;
  readonly anchor_key: Uint8Array;
  readonly row_mac: Uint8Array;
};

/** `audit_chains`: the sealed first key of each audit chain. */
export type AuditChainRow = { readonly chain_id: Uint8Array; readonly seed: Uint8Array };

/** `secrets_metadata`. Covered. */
export type SecretRow = {
  readonly id: string;
  readonly key_name_index: Uint8Array;
  readonly kind: number;
  readonly version: number;
  readonly encrypted_metadata: Uint8Array;
  readonly encrypted_value: Uint8Array;
  readonly created_at: string;
  readonly updated_at: string;
};

/** What a list needs of a secret: everything but its value. */
export type SecretListRow = Omit<SecretRow, 'encrypted_value'>;

/** Which part of the list: at most `limit` rows behind the one with the id `after`; null: from the first. */
export interface SecretPage {
  readonly after: string | null;
  readonly limit: number;
}

/** `secret_versions`: older values, the envelope moved as it was. */
export type SecretVersionRow = {
  readonly secret_id: string;
  readonly version: number;
  readonly encrypted_value: Uint8Array;
  readonly created_at: string;
};

/** `settings`: readable while locked, so each row carries a MAC. Covered. `value` is JSON. */
export type SettingRow = {
  readonly name: string;
  readonly value: string;
  readonly updated_at: string;
  readonly row_mac: Uint8Array;
};

/** `clients`: whom the owner lets in. Covered. Indexes that are null stand for what the client does not have. */
export type ClientRow = {
  readonly id: string;
  readonly version: number;
  readonly name_index: Uint8Array;
  readonly external_id_index: Uint8Array | null;
  readonly email_index: Uint8Array | null;
  readonly encrypted_profile: Uint8Array;
  readonly plan: string;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly row_mac: Uint8Array;
};

/** `client_activity`: when a client was last seen. Only counts, so it is not covered. */
export type ClientActivityRow = { readonly client_id: string; readonly last_seen_at: string };

/** `api_keys`: what is kept of a client's keys. Covered. */
export type ApiKeyRow = {
  readonly id: string;
  readonly version: number;
  readonly client_id: string;
  readonly key_hash: Uint8Array;
  readonly prefix: string;
  readonly encrypted_details: Uint8Array;
  readonly created_at: string;
  /** Null: the key was made to live until it is revoked. */
  readonly lifetime_seconds: number | null;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  /** Id of the key that took this one's place. */
  readonly replaced_by: string | null;
  readonly row_mac: Uint8Array;
};

/** `key_activity`: when a key was last used. Only counts, so it is not covered. */
export type KeyActivityRow = { readonly key_id: string; readonly last_used_at: string };

/** `grants`: which client may do what with which object. Covered. */
export type GrantRow = {
  readonly id: string;
  readonly version: number;
  readonly client_id: string;
  readonly object_kind: string;
  readonly object_id: string;
  readonly mode: string;
  /** `paper` or `live`; null for an object of neither. */
  readonly fence: string | null;
  readonly encrypted_rules: Uint8Array;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly row_mac: Uint8Array;
};

/** `pauses`: who is held, `*` or a client's id. Not covered, for it is written while locked as well. */
export type PauseRow = { readonly target: string; readonly paused_at: string };

/** Every table with its row and its primary key, in column order. */
export interface Tables {
  auth_config: { row: AuthConfigRow; key: readonly [id: 1] };
  key_slots: { row: KeySlotRow; key: readonly [id: string] };
  vault_manifest: { row: ManifestRow; key: readonly [id: 1] };
  audit_chains: { row: AuditChainRow; key: readonly [chainId: Uint8Array] };
  secrets_metadata: { row: SecretRow; key: readonly [id: string] };
  secret_versions: { row: SecretVersionRow; key: readonly [secretId: string, version: number] };
  settings: { row: SettingRow; key: readonly [name: string] };
  clients: { row: ClientRow; key: readonly [id: string] };
  client_activity: { row: ClientActivityRow; key: readonly [clientId: string] };
  api_keys: { row: ApiKeyRow; key: readonly [id: string] };
  key_activity: { row: KeyActivityRow; key: readonly [keyId: string] };
  grants: { row: GrantRow; key: readonly [id: string] };
  pauses: { row: PauseRow; key: readonly [target: string] };
}

/** Columns by which rows are looked up; the schema has an index that begins with each. */
export interface LookUps {
  clients: 'name_index' | 'external_id_index' | 'email_index';
  api_keys: 'key_hash' | 'client_id';
  grants: 'client_id' | 'object_id';
}

/** The name of a table. */
export type TableName = keyof Tables;

/** Tables whose rows each have a term in the manifest's digest. */
export const COVERED_TABLES = [
  'key_slots',
  'secrets_metadata',
  'settings',
  'clients',
  'api_keys',
  'grants',
] as const;
/** The name of a covered table. */
export type CoveredTable = (typeof COVERED_TABLES)[number];

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
  count(table: TableName): number;
}

/** Synchronous writes inside one transaction. */
export interface StoreTransaction extends StoreReader {
  /** @throws VaultError `name_taken` for a second blind index of a name or the like, `internal` for any other clash. */
  insert<T extends TableName>(table: T, row: Tables[T]['row']): void;
  /** Replaces the whole row of the same primary key. @throws VaultError `not_found` if there is none. */
  update<T extends TableName>(table: T, row: Tables[T]['row']): void;
  /** Removes the row; returns whether there was one. */
  remove<T extends TableName>(table: T, ...key: Tables[T]['key']): boolean;
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
}
