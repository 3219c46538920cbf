import type { MigrationStep } from '../../src/core/ports.ts';
import type { Row, TableName } from '../../src/core/rows.ts';

/** Primary keys, in order. */
export const KEYS: Readonly<Record<TableName, readonly string[]>> = {
  auth_config: ['id'],
  key_slots: ['id'],
  vault_manifest: ['id'],
  audit_chains: ['chain_id'],
  secrets_metadata: ['id'],
  secret_versions: ['secret_id', 'version'],
  settings: ['name'],
  clients: ['id'],
  client_activity: ['client_id'],
  api_keys: ['id'],
  key_activity: ['key_id'],
  grants: ['id'],
  pauses: ['target'],
  plans: ['name'],
  session_tokens: ['id'],
  sessions: ['id'],
  session_activity: ['session_id'],
  quotas: ['client_id'],
  usage_records: ['id'],
  conversations: ['id'],
  conversation_activity: ['conversation_id'],
  turns: ['id'],
  turn_chunks: ['turn_id', 'chunk'],
  profiles: ['id'],
  profile_versions: ['profile_id', 'version'],
  retentions: ['subject'],
};

/** The other unique columns, each with the code of a second row of the same value. */
export const UNIQUE: Readonly<
  Partial<Record<TableName, Readonly<Record<string, 'name_taken' | 'internal'>>>>
> = {
  secrets_metadata: { key_name_index: 'name_taken' },
  clients: {
    name_index: 'name_taken',
    external_id_index: 'name_taken',
    email_index: 'name_taken',
  },
  api_keys: { key_hash: 'internal' },
  session_tokens: { token_hash: 'internal' },
};

/** Columns that hold the id of a row in another table. */
export const REFERENCES: Readonly<
  Partial<Record<TableName, { readonly column: string; readonly to: TableName }>>
> = {
  secret_versions: { column: 'secret_id', to: 'secrets_metadata' },
  api_keys: { column: 'client_id', to: 'clients' },
  grants: { column: 'client_id', to: 'clients' },
  session_tokens: { column: 'key_id', to: 'api_keys' },
};

/** A column: its type; a number is a blob of exactly so many bytes, `one` the number 1, `count` one from 1 on. */
type Rule = 'text' | 'integer' | 'blob' | 'one' | 'count' | number | { readonly orNull: Rule };

const RULES: Readonly<Record<TableName, Readonly<Record<string, Rule>>>> = {
  auth_config: {
    id: 'one',
    password_hash: 'text',
    kdf_header: 96,
    key_check: 32,
    wrap_nonce: 12,
    wrapped_vault_key: 48,
    header_mac: 32,
    created_at: 'text',
    updated_at: 'text',
  },
  key_slots: {
    id: 'text',
    version: 'count',
    type: 'integer',
    nonce: 12,
    wrap: 48,
    created_at: 'text',
    row_mac: 32,
  },
  vault_manifest: {
    id: 'one',
    generation: 'count',
    epoch: 'count',
    digest: 32,
    chain_id: 16,
    anchor_seq: 'integer',
    anchor_mac: 32,
    anchor_key: 'blob',
    row_mac: 32,
  },
  audit_chains: { chain_id: 16, seed: 'blob' },
  secrets_metadata: {
    id: 'text',
    key_name_index: 16,
    kind: 'integer',
    version: 'count',
    encrypted_metadata: 'blob',
    encrypted_value: 'blob',
    created_at: 'text',
    updated_at: 'text',
  },
  secret_versions: {
    secret_id: 'text',
    version: 'count',
    encrypted_value: 'blob',
    created_at: 'text',
  },
  settings: { name: 'text', value: 'text', updated_at: 'text', row_mac: 32 },
  clients: {
    id: 'text',
    version: 'count',
    name_index: 16,
    external_id_index: { orNull: 16 },
    email_index: { orNull: 16 },
    encrypted_profile: 'blob',
    plan: 'text',
    status: 'text',
    created_at: 'text',
    updated_at: 'text',
    row_mac: 32,
  },
  client_activity: { client_id: 'text', last_seen_at: 'text' },
  api_keys: {
    id: 'text',
    version: 'count',
    client_id: 'text',
    key_hash: 32,
    prefix: 'text',
    encrypted_details: 'blob',
    created_at: 'text',
    lifetime_seconds: { orNull: 'count' },
    expires_at: { orNull: 'text' },
    revoked_at: { orNull: 'text' },
    replaced_by: { orNull: 'text' },
    row_mac: 32,
  },
  key_activity: { key_id: 'text', last_used_at: 'text' },
  grants: {
    id: 'text',
    version: 'count',
    client_id: 'text',
    object_kind: 'text',
    object_id: 'text',
    mode: 'text',
    fence: { orNull: 'text' },
    encrypted_rules: 'blob',
    created_at: 'text',
    expires_at: { orNull: 'text' },
    row_mac: 32,
  },
  pauses: { target: 'text', paused_at: 'text' },
  plans: {
    name: 'text',
    per_minute: { orNull: 'integer' },
    per_hour: { orNull: 'integer' },
    per_day: { orNull: 'integer' },
    per_month: { orNull: 'integer' },
    items: { orNull: 'integer' },
    bytes: { orNull: 'integer' },
    updated_at: 'text',
    row_mac: 32,
  },
  session_tokens: {
    id: 'text',
    client_id: 'text',
    key_id: 'text',
    token_hash: 32,
    created_at: 'text',
    expires_at: 'text',
    row_mac: 32,
  },
  sessions: {
    id: 'text',
    version: 'count',
    client_id: 'text',
    status: 'text',
    encrypted_details: 'blob',
    created_at: 'text',
    updated_at: 'text',
  },
  session_activity: {
    session_id: 'text',
    client_id: 'text',
    last_activity_at: 'text',
    expires_at: 'text',
    turn_count: 'integer',
  },
  quotas: {
    client_id: 'text',
    day: 'text',
    day_requests: 'integer',
    month: 'text',
    month_requests: 'integer',
    items: 'integer',
    bytes: 'integer',
    updated_at: 'text',
  },
  usage_records: {
    id: 'text',
    client_id: 'text',
    key_id: { orNull: 'text' },
    route: 'text',
    status: 'integer',
    day: 'text',
    created_at: 'text',
    encrypted_record: 'blob',
  },
  conversations: {
    id: 'text',
    version: 'count',
    client_id: { orNull: 'text' },
    encrypted_details: 'blob',
    created_at: 'text',
    updated_at: 'text',
  },
  conversation_activity: {
    conversation_id: 'text',
    client_id: { orNull: 'text' },
    updated_at: 'text',
    next_sequence: 'integer',
    turn_count: 'integer',
  },
  turns: {
    id: 'text',
    version: 'count',
    client_id: { orNull: 'text' },
    conversation_id: 'text',
    session_id: { orNull: 'text' },
    sequence: 'integer',
    created_at: 'text',
    encrypted_content: 'blob',
  },
  turn_chunks: { turn_id: 'text', chunk: 'integer', encrypted_content: 'blob' },
  profiles: {
    id: 'text',
    version: 'count',
    client_id: { orNull: 'text' },
    encrypted_sections: 'blob',
    created_at: 'text',
    updated_at: 'text',
  },
  profile_versions: {
    profile_id: 'text',
    version: 'count',
    encrypted_sections: 'blob',
    created_at: 'text',
  },
  retentions: { subject: 'text', days: 'integer', updated_at: 'text', row_mac: 32 },
};

function keeps(rule: Rule, cell: unknown): boolean {
  if (typeof rule === 'object') return cell === null || keeps(rule.orNull, cell);
  if (typeof rule === 'number') return cell instanceof Uint8Array && cell.length === rule;
  if (rule === 'blob') return cell instanceof Uint8Array;
  if (rule === 'text') return typeof cell === 'string' && cell.isWellFormed();
  if (rule === 'one') return cell === 1;
  return Number.isSafeInteger(cell) && (rule === 'integer' || Number(cell) >= 1);
}

/** Whether the row has exactly its table's columns, each with a value that it takes. */
export function checkRow(table: TableName, row: Row): boolean {
  const rules = Object.entries(RULES[table]);
  return (
    Object.keys(row).length === rules.length &&
    rules.every(([name, rule]) => keeps(rule, row[name]))
  );
}

/** The same numbers and names as the product's migrations. */
export const MEMORY_STEPS: readonly MigrationStep[] = [
  { number: 1, name: 'Baseline1795158000000' },
  { number: 2, name: 'SecretVersions1795161600000' },
  { number: 3, name: 'Settings1795165200000' },
  { number: 4, name: 'Clients1795168800000' },
  { number: 5, name: 'Access1795255200000' },
  { number: 6, name: 'Conversations1795341600000' },
];

const CLIENT_TABLES = [
  'clients',
  'client_activity',
  'api_keys',
  'key_activity',
  'grants',
  'pauses',
] as const;

const ACCESS_TABLES = [
  'plans',
  'session_tokens',
  'sessions',
  'session_activity',
  'quotas',
  'usage_records',
] as const;

const CONVERSATION_TABLES = [
  'conversations',
  'conversation_activity',
  'turns',
  'turn_chunks',
  'profiles',
  'profile_versions',
  'retentions',
] as const;

/** Tables that a schema has. */
export function tablesOfVersion(version: number): readonly TableName[] {
  const baseline: TableName[] = [
    'auth_config',
    'key_slots',
    'vault_manifest',
    'audit_chains',
    'secrets_metadata',
  ];
  return [
    ...(version >= 1 ? baseline : []),
    ...(version >= 2 ? (['secret_versions'] as const) : []),
    ...(version >= 3 ? (['settings'] as const) : []),
    ...(version >= 4 ? CLIENT_TABLES : []),
    ...(version >= 5 ? ACCESS_TABLES : []),
    ...(version >= 6 ? CONVERSATION_TABLES : []),
  ];
}
