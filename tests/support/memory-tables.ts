import type { MigrationStep, Row, TableName } from '../../src/core/ports.ts';

/** Primary keys, in order. */
export const KEYS: Readonly<Record<TableName, readonly string[]>> = {
  auth_config: ['id'],
  key_slots: ['id'],
  vault_manifest: ['id'],
  audit_chains: ['chain_id'],
  secrets_metadata: ['id'],
  secret_versions: ['secret_id', 'version'],
  settings: ['name'],
};

/** The one other unique column there is. */
export const UNIQUE: Readonly<Partial<Record<TableName, string>>> = {
  secrets_metadata: 'key_name_index',
};

/** A column: its type; a number is a blob of exactly so many bytes, `one` the number 1, `count` one from 1 on. */
type Rule = 'text' | 'integer' | 'blob' | 'one' | 'count' | number;

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
};

function keeps(rule: Rule, cell: unknown): boolean {
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
];

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
  ];
}
