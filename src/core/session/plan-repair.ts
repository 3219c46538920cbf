import { tokenHolds } from '../access/token-record.ts';
import { openClient } from '../clients/client-record.ts';
import { openKey, sealKeyAgain } from '../clients/key-record.ts';
import { wipe } from '../crypto/bytes.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { openGrant } from '../grants/grant-record.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { StoreReader, StoreTransaction } from '../ports.ts';
import type { CoveredTable, SecretRow, TableName } from '../rows.ts';
import { openRecord, valueAddress } from '../secrets/record.ts';
import { conversationsToDrop, dropConversationRow } from './plan-conversations.ts';

/** Rows by table and id, as a repair would leave or drop them. */
export interface RepairPlan {
  readonly dropped: readonly RowName[];
  /** What stays and steers security, for the owner to look through. */
  readonly kept: readonly RowName[];
  readonly keptCount: number;
}

/** A row by its table and id. */
export interface RowName {
  readonly table: TableName;
  readonly id: string;
  /** The version, of a row of `secret_versions`. */
  readonly version?: number;
}

/** What is decided about a row, in the order in which rows are looked at. */
type Note = (holds: boolean, row: RowName) => void;

/** Looks through every covered row and every older value; writes nothing. */
export function planRepair(reader: StoreReader, keys: VaultKeys): RepairPlan {
  const dropped: RowName[] = [];
  const kept: RowName[] = [];
  let keptCount = 0;
  const note: Note = (holds, row) => {
    if (!holds) dropped.push(row);
    else if (row.table !== 'secrets_metadata') kept.push(row);
    if (holds) keptCount += 1;
  };
  for (const row of reader.scan('key_slots')) {
    note(rowMacHolds(keys, hashCovered('key_slots', row)), { table: 'key_slots', id: row.id });
  }
  for (const row of reader.scan('settings')) {
    note(rowMacHolds(keys, hashCovered('settings', row)), { table: 'settings', id: row.name });
  }
  for (const row of reader.scan('retentions')) {
    note(rowMacHolds(keys, hashCovered('retentions', row)), {
      table: 'retentions',
      id: row.subject,
    });
  }
  for (const row of reader.scan('plans')) {
    note(rowMacHolds(keys, hashCovered('plans', row)), { table: 'plans', id: row.name });
  }
  noteClients(reader, keys, note);
  const kinds = new Map<string, number>();
  for (const row of reader.scan('secrets_metadata')) {
    const holds = openRecord(keys, row) !== null && opens(keys, row, row.encrypted_value);
    if (holds) kinds.set(row.id, row.kind);
    note(holds, { table: 'secrets_metadata', id: row.id });
  }
  dropped.push(...versionsToDrop(reader, keys, kinds), ...conversationsToDrop(reader, keys));
  return { dropped, kept, keptCount };
}

/** Tokens come before their key, keys and grants before their client, which they refer to, and go with it. */
function noteClients(reader: StoreReader, keys: VaultKeys, note: Note): void {
  const clients = [...reader.scan('clients')].map(({ id }) => id);
  const sound = new Set(
    [...reader.scan('clients')].flatMap((row) => (openClient(keys, row) === null ? [] : [row.id])),
  );
  const owners = new Map<string, string>();
  for (const row of reader.scan('api_keys')) {
    if (sound.has(row.client_id) && openKey(keys, row) !== null) owners.set(row.id, row.client_id);
  }
  for (const row of reader.scan('session_tokens')) {
    const holds = owners.get(row.key_id) === row.client_id && tokenHolds(keys, row);
    note(holds, { table: 'session_tokens', id: row.id });
  }
  for (const { id } of reader.scan('api_keys')) {
    note(owners.has(id), { table: 'api_keys', id });
  }
  for (const row of reader.scan('grants')) {
    const holds = sound.has(row.client_id) && openGrant(keys, row) !== null;
    note(holds, { table: 'grants', id: row.id });
  }
  for (const id of clients) note(sound.has(id), { table: 'clients', id });
}

function versionsToDrop(
  reader: StoreReader,
  keys: VaultKeys,
  kinds: ReadonlyMap<string, number>,
): RowName[] {
  const dropped: RowName[] = [];
  for (const { secret_id: id, version, encrypted_value: value } of reader.scan('secret_versions')) {
    const kind = kinds.get(id);
    if (kind !== undefined && opens(keys, { id, kind, version }, value)) continue;
    dropped.push({ table: 'secret_versions', id, version });
  }
  return dropped;
}

function opens(
  keys: VaultKeys,
  place: Pick<SecretRow, 'id' | 'kind' | 'version'>,
  envelope: Uint8Array,
): boolean {
  const value = keys.openField(valueAddress(place), envelope);
  wipe(value);
  return value !== null;
}

/** Removes a row that a plan drops, inside the repair's transaction. */
export function drop(tx: StoreTransaction, { table, id, version }: RowName): void {
  if (table === 'secret_versions') tx.remove('secret_versions', id, version ?? 0);
  else if (table === 'secrets_metadata') dropSecret(tx, id);
  else if (!dropConversationRow(tx, { table, id, ...(version === undefined ? {} : { version }) })) {
    if (table === 'api_keys') tx.forgetUsageKey(id);
    tx.remove(table as Exclude<CoveredTable, 'secrets_metadata'>, id);
  }
}

function dropSecret(tx: StoreTransaction, id: string): void {
  for (const { version } of tx.versionsOf(id)) tx.remove('secret_versions', id, version);
  tx.remove('secrets_metadata', id);
}

/**
 * Revokes every key that is left: an older state of its row, from before it was revoked, verifies by itself. Returns
 * how many were in force. Row MACs follow with the repair's reseal.
 */
export function revokeAllKeys(tx: StoreTransaction, keys: VaultKeys, nowText: string): number {
  let revoked = 0;
  for (const row of [...tx.scan('api_keys')]) {
    const key = openKey(keys, row);
    if (key === null || row.revoked_at !== null) continue;
    const sealed = sealKeyAgain(keys, key, { revoked_at: nowText });
    tx.update('api_keys', { ...sealed, row_mac: row.row_mac });
    revoked += 1;
  }
  return revoked;
}
