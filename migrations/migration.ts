import type { MigrationInterface } from 'typeorm';

/** One row of sqlite_master as it must be: type, name, SQL text (null for an index that SQLite makes itself). */
export interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/** A step of the schema as the store runs it. */
export interface VaultMigration {
  /** user_version after the step; the list counts from 1 without a gap. */
  readonly number: number;
  readonly migration: new () => MigrationInterface & { readonly name: string };
  /** All of sqlite_master after the step. */
  readonly schema: readonly SchemaObject[];
}
