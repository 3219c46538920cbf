import type { EntitySchemaColumnOptions } from 'typeorm';
import type { TableName, Tables } from '../core/rows.ts';

export type ColumnType = 'text' | 'integer' | 'blob';

/** A column as TypeORM's EntitySchema takes it, narrowed to what a vault has. */
export interface ColumnOptions extends EntitySchemaColumnOptions {
  readonly type: ColumnType;
  readonly primary?: true;
  readonly unique?: true;
  readonly nullable?: true;
}

/** Options of an EntitySchema: its columns are exactly those of the row, in the table's order. */
export interface TableEntity<T extends TableName = TableName> {
  readonly name: T;
  readonly tableName: T;
  readonly columns: { readonly [C in keyof Tables[T]['row']]: ColumnOptions };
}

const TEXT = { type: 'text' } as const;
const INTEGER = { type: 'integer' } as const;
const BLOB = { type: 'blob' } as const;
const UNIQUE_BLOB = { type: 'blob', unique: true } as const;
const TEXT_OR_NULL = { type: 'text', nullable: true } as const;
const INTEGER_OR_NULL = { type: 'integer', nullable: true } as const;
const UNIQUE_BLOB_OR_NULL = { type: 'blob', unique: true, nullable: true } as const;
const TEXT_KEY = { type: 'text', primary: true } as const;
const INTEGER_KEY = { type: 'integer', primary: true } as const;
const BLOB_KEY = { type: 'blob', primary: true } as const;

function entity<T extends TableName>(name: T, columns: TableEntity<T>['columns']): TableEntity<T> {
  return { name, tableName: name, columns };
}

/** Every table. Plain objects: TypeORM itself is loaded when a DataSource is made of them. */
export const ENTITIES: { readonly [T in TableName]: TableEntity<T> } = {
  auth_config: entity('auth_config', {
    id: INTEGER_KEY,
    password_hash: TEXT,
    kdf_header: BLOB,
    key_check: BLOB,
    wrap_nonce: BLOB,
    wrapped_vault_key: BLOB,
    header_mac: BLOB,
    created_at: TEXT,
    updated_at: TEXT,
  }),
  key_slots: entity('key_slots', {
    id: TEXT_KEY,
    version: INTEGER,
    type: INTEGER,
    nonce: BLOB,
    wrap: BLOB,
    created_at: TEXT,
    row_mac: BLOB,
  }),
  vault_manifest: entity('vault_manifest', {
    id: INTEGER_KEY,
    generation: INTEGER,
    epoch: INTEGER,
    digest: BLOB,
    chain_id: BLOB,
    anchor_seq: INTEGER,
    anchor_mac: BLOB,
    anchor_key: BLOB,
    row_mac: BLOB,
  }),
  audit_chains: entity('audit_chains', { chain_id: BLOB_KEY, seed: BLOB }),
  secrets_metadata: entity('secrets_metadata', {
    id: TEXT_KEY,
    key_name_index: UNIQUE_BLOB,
    kind: INTEGER,
    version: INTEGER,
    encrypted_metadata: BLOB,
    encrypted_value: BLOB,
    created_at: TEXT,
    updated_at: TEXT,
  }),
  secret_versions: entity('secret_versions', {
    secret_id: TEXT_KEY,
    version: INTEGER_KEY,
    encrypted_value: BLOB,
    created_at: TEXT,
  }),
  settings: entity('settings', { name: TEXT_KEY, value: TEXT, updated_at: TEXT, row_mac: BLOB }),
  clients: entity('clients', {
    id: TEXT_KEY,
    version: INTEGER,
    name_index: UNIQUE_BLOB,
    external_id_index: UNIQUE_BLOB_OR_NULL,
    email_index: UNIQUE_BLOB_OR_NULL,
    encrypted_profile: BLOB,
    plan: TEXT,
    status: TEXT,
    created_at: TEXT,
    updated_at: TEXT,
    row_mac: BLOB,
  }),
  client_activity: entity('client_activity', { client_id: TEXT_KEY, last_seen_at: TEXT }),
  api_keys: entity('api_keys', {
    id: TEXT_KEY,
    version: INTEGER,
    client_id: TEXT,
    key_hash: UNIQUE_BLOB,
    prefix: TEXT,
    encrypted_details: BLOB,
    created_at: TEXT,
    lifetime_seconds: INTEGER_OR_NULL,
    expires_at: TEXT_OR_NULL,
    revoked_at: TEXT_OR_NULL,
    replaced_by: TEXT_OR_NULL,
    row_mac: BLOB,
  }),
  key_activity: entity('key_activity', { key_id: TEXT_KEY, last_used_at: TEXT }),
  grants: entity('grants', {
    id: TEXT_KEY,
    version: INTEGER,
    client_id: TEXT,
    object_kind: TEXT,
    object_id: TEXT,
    mode: TEXT,
    fence: TEXT_OR_NULL,
    encrypted_rules: BLOB,
    created_at: TEXT,
    expires_at: TEXT_OR_NULL,
    row_mac: BLOB,
  }),
  pauses: entity('pauses', { target: TEXT_KEY, paused_at: TEXT }),
  plans: entity('plans', {
    name: TEXT_KEY,
    per_minute: INTEGER_OR_NULL,
    per_hour: INTEGER_OR_NULL,
    per_day: INTEGER_OR_NULL,
    per_month: INTEGER_OR_NULL,
    items: INTEGER_OR_NULL,
    bytes: INTEGER_OR_NULL,
    updated_at: TEXT,
    row_mac: BLOB,
  }),
  session_tokens: entity('session_tokens', {
    id: TEXT_KEY,
    client_id: TEXT,
    key_id: TEXT,
    token_hash: UNIQUE_BLOB,
    created_at: TEXT,
    expires_at: TEXT,
    row_mac: BLOB,
  }),
  sessions: entity('sessions', {
    id: TEXT_KEY,
    version: INTEGER,
    client_id: TEXT,
    status: TEXT,
    encrypted_details: BLOB,
    created_at: TEXT,
    updated_at: TEXT,
  }),
  session_activity: entity('session_activity', {
    session_id: TEXT_KEY,
    client_id: TEXT,
    last_activity_at: TEXT,
    expires_at: TEXT,
    turn_count: INTEGER,
  }),
  quotas: entity('quotas', {
    client_id: TEXT_KEY,
    day: TEXT,
    day_requests: INTEGER,
    month: TEXT,
    month_requests: INTEGER,
    items: INTEGER,
    bytes: INTEGER,
    updated_at: TEXT,
  }),
  usage_records: entity('usage_records', {
    id: TEXT_KEY,
    client_id: TEXT,
    key_id: TEXT_OR_NULL,
    route: TEXT,
    status: INTEGER,
    day: TEXT,
    created_at: TEXT,
    encrypted_record: BLOB,
  }),
  conversations: entity('conversations', {
    id: TEXT_KEY,
    version: INTEGER,
    client_id: TEXT_OR_NULL,
    encrypted_details: BLOB,
    created_at: TEXT,
    updated_at: TEXT,
  }),
  conversation_activity: entity('conversation_activity', {
    conversation_id: TEXT_KEY,
    client_id: TEXT_OR_NULL,
    updated_at: TEXT,
    next_sequence: INTEGER,
    turn_count: INTEGER,
  }),
  turns: entity('turns', {
    id: TEXT_KEY,
    version: INTEGER,
    client_id: TEXT_OR_NULL,
    conversation_id: TEXT,
    session_id: TEXT_OR_NULL,
    sequence: INTEGER,
    created_at: TEXT,
    encrypted_content: BLOB,
  }),
  turn_chunks: entity('turn_chunks', {
    turn_id: TEXT_KEY,
    chunk: INTEGER_KEY,
    encrypted_content: BLOB,
  }),
  profiles: entity('profiles', {
    id: TEXT_KEY,
    version: INTEGER,
    client_id: TEXT_OR_NULL,
    encrypted_sections: BLOB,
    created_at: TEXT,
    updated_at: TEXT,
  }),
  profile_versions: entity('profile_versions', {
    profile_id: TEXT_KEY,
    version: INTEGER_KEY,
    encrypted_sections: BLOB,
    created_at: TEXT,
  }),
  retentions: entity('retentions', {
    subject: TEXT_KEY,
    days: INTEGER,
    updated_at: TEXT,
    row_mac: BLOB,
  }),
};
