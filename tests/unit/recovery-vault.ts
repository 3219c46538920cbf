import Database from 'better-sqlite3';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ascii, concat, u64 } from '../../src/core/crypto/bytes.ts';
import { hmacSha256 } from '../../src/core/crypto/digest.ts';
import { randomBytes, randomId } from '../../src/core/crypto/random.ts';
import { COST_FLOOR, encodeHeader } from '../../src/core/format/header.ts';
import { derivePasswordKeys, hashVerifier, keyCheckValue } from '../../src/core/format/key-path.ts';
import { normalizePassword } from '../../src/core/format/password.ts';
import { addTerms, EMPTY_DIGEST, rowHash } from '../../src/core/format/row.ts';
import { VaultKeys, type FieldAddress } from '../../src/core/format/vault-keys.ts';
import type { Row } from '../../src/core/rows.ts';
import { idBytes } from '../../src/shared/ids.ts';
import { SCHEMA_3 } from '../../migrations/pinned-schema.ts';

const TIME = '2026-11-20T07:00:00.000Z';
const utf8 = (text: string) => new TextEncoder().encode(text);

/** What a secret in a vault of `writeVault` holds; its version is 1 unless older values are given. */
export interface WrittenSecret {
  readonly name: string;
  readonly kind?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, string>>;
  readonly totp?: string;
  readonly older?: readonly Readonly<Record<string, string>>[];
}

function valueJson(fields: Readonly<Record<string, string>>, totp?: string): Uint8Array {
  const entries = Object.entries(fields).map(([name, value]) => [name, { value, concealed: true }]);
  return utf8(JSON.stringify({ fields: Object.fromEntries(entries), totp }));
}

/** Writes rows as they are. */
function insert(database: Database.Database, table: string, row: Row): void {
  const names = Object.keys(row);
  const marks = names.map(() => '?').join(',');
  database
    .prepare(`INSERT INTO ${table} (${names.join(',')}) VALUES (${marks})`)
    .run(...Object.values(row));
}

function insertSecret(database: Database.Database, keys: VaultKeys, secret: WrittenSecret): Row {
  const id = randomId();
  const kind = secret.kind ?? 3;
  const values = [...(secret.older ?? []), secret.fields];
  const at = (column: string, recordVersion: number): FieldAddress => ({
    column,
    recordId: idBytes(id),
    recordVersion,
    kind,
  });
  const version = values.length;
  const metadata = utf8(JSON.stringify({ name: secret.name, ...secret.metadata }));
  const row: Row = {
    id,
    key_name_index: keys.nameIndex(secret.name),
    kind,
    version,
    encrypted_metadata: keys.sealField(at('secret.meta', version), metadata),
    encrypted_value: keys.sealField(
      at('secret.value', version),
      valueJson(secret.fields, secret.totp),
    ),
    created_at: TIME,
    updated_at: TIME,
  };
  insert(database, 'secrets_metadata', row);
  for (const [i, fields] of (secret.older ?? []).entries()) {
    insert(database, 'secret_versions', {
      secret_id: id,
      version: i + 1,
      encrypted_value: keys.sealField(at('secret.value', i + 1), valueJson(fields)),
      created_at: TIME,
    });
  }
  return row;
}

/** A row of a table that is readable while locked, with its MAC. */
function insertMaced(database: Database.Database, keys: VaultKeys, table: string, row: Row): Row {
  const whole = { ...row, row_mac: keys.rowMac(table, rowHash(row)) };
  insert(database, table, whole);
  return whole;
}

/** Audit lines of one chain, and the key after each of them (index 0: before the first). */
export interface WrittenChain {
  readonly chainId: Uint8Array;
  readonly seed: Uint8Array;
  readonly lines: readonly Uint8Array[];
  readonly macs: readonly Uint8Array[];
  readonly keys: readonly Uint8Array[];
}

/**
 * A chain of lines, each with `n.gen`, written from docs/format.md §7 and not with the program's own audit log. The
 * last line is a checkpoint for lines up to `checkpointTo`, if given.
 */
export function writeChain(count: number, generation = 1, checkpointTo?: number): WrittenChain {
  const seed = randomBytes(32);
  const lines: Uint8Array[] = [];
  const macs: Uint8Array[] = [];
  const keys = [seed];
  const rest = (seq: number) => {
    if (seq < count - 1 || checkpointTo === undefined) {
      return `"event":"vault.unlock","outcome":"ok","reason":null,"ref":{},"n":{"gen":${generation}}`;
    }
    const mac = Buffer.from(macs[checkpointTo] ?? '').toString('base64url');
    const content = `"ref":{"mac":"${mac}"},"n":{"from":0,"to":${checkpointTo}}`;
    return `"event":"audit.checkpoint","outcome":"ok","reason":null,${content}`;
  };
  for (let seq = 0; seq < count; seq += 1) {
    const key = keys[seq] ?? seed;
    const body = ascii(
      `{"v":1,"seq":${seq},"ts":"${TIME}","mono":${seq},"boot":"00c0ffee","correlation_id":"${randomId()}",` +
        `"actor":"owner",${rest(seq)}`,
    );
    const before = macs[seq - 1] ?? new Uint8Array(32);
    const mac = hmacSha256(key, ascii('strongroom/audit/v1\0'), u64(seq), before, body);
    const text = Buffer.from(mac).toString('base64url');
    lines.push(concat(body, ascii(`,"mac":"${text}"}\n`)));
    macs.push(mac);
    keys.push(hmacSha256(key, ascii('strongroom/audit-next/v1\0\x01')));
  }
  return { chainId: randomBytes(16), seed, lines, macs, keys };
}

function insertChains(
  database: Database.Database,
  keys: VaultKeys,
  chains: readonly WrittenChain[],
): void {
  for (const { chainId, seed } of chains) {
    const address = { column: 'audit_chains.seed', recordId: chainId, recordVersion: 1, kind: 16 };
    insert(database, 'audit_chains', { chain_id: chainId, seed: keys.sealField(address, seed) });
  }
}

function insertManifest(
  database: Database.Database,
  keys: VaultKeys,
  digest: Uint8Array,
  chain: WrittenChain,
): void {
  const anchorSeq = chain.lines.length - 1;
  const address: FieldAddress = {
    column: 'audit_chains.key',
    recordId: chain.chainId,
    recordVersion: anchorSeq + 1,
    kind: 16,
  };
  insertMaced(database, keys, 'vault_manifest', {
    id: 1,
    generation: 1,
    epoch: 1,
    digest,
    chain_id: chain.chainId,
    anchor_seq: anchorSeq,
    anchor_mac: chain.macs[anchorSeq] ?? null,
    anchor_key: keys.sealField(address, chain.keys[anchorSeq + 1] ?? chain.seed),
  });
}

/** Settings and a key slot, so that every covered table has rows. */
function insertOtherCovered(database: Database.Database, keys: VaultKeys): [string, Row][] {
  const settings = ['10', '"größer"'].map((value, i): [string, Row] => [
    'settings',
    insertMaced(database, keys, 'settings', { name: `setting_${i}`, value, updated_at: TIME }),
  ]);
  const slot = { id: randomId(), version: 1, type: 2, created_at: TIME };
  const sealed = { nonce: randomBytes(12), wrap: randomBytes(48) };
  return [
    ...settings,
    ['key_slots', insertMaced(database, keys, 'key_slots', { ...slot, ...sealed })],
  ];
}

/** Writes a whole vault folder with the format's functions alone: no store, no session. */
export async function writeVault(
  folder: string,
  password: string,
  secrets: readonly WrittenSecret[],
  chains: readonly WrittenChain[],
): Promise<void> {
  const normalized = normalizePassword(utf8(password));
  const vaultId = randomBytes(16);
  const salts = { saltA: randomBytes(16), saltP: randomBytes(32) };
  const header = { vaultId, epoch: 1, cost: COST_FLOOR, keyId: 1, ...salts };
  const headerBytes = encodeHeader(header);
  const verifier = await hashVerifier(normalized, header.cost);
  const { kek, kck } = await derivePasswordKeys(normalized, header);
  const keys = new VaultKeys(randomBytes(32), vaultId, 1);
  const wrapNonce = randomBytes(12);

  mkdirSync(join(folder, 'audit'), { recursive: true });
  const database = new Database(join(folder, 'vault.db'));
  database.pragma('application_id = 0x53524d31');
  for (const { sql } of SCHEMA_3)
    if (sql?.includes('sqlite_sequence(') === false) database.exec(sql);
  database.pragma('user_version = 3');
  insert(database, 'auth_config', {
    id: 1,
    password_hash: verifier,
    kdf_header: headerBytes,
    key_check: keyCheckValue(kck, headerBytes),
    wrap_nonce: wrapNonce,
    wrapped_vault_key: keys.wrapUnder(kek, wrapNonce, headerBytes),
    header_mac: keys.headerMac(headerBytes, verifier),
    created_at: TIME,
    updated_at: TIME,
  });
  const covered = secrets.map((secret): [string, Row] => [
    'secrets_metadata',
    insertSecret(database, keys, secret),
  ]);
  covered.push(...insertOtherCovered(database, keys));
  const terms = covered.map(([table, row]) => keys.term(table, rowHash(row)));
  const current = chains.at(-1);
  if (current === undefined) throw new Error('a vault has a chain');
  insertChains(database, keys, chains);
  insertManifest(database, keys, addTerms(EMPTY_DIGEST, ...terms), current);
  database.close();
  keys.wipe();
  for (const [i, chain] of chains.entries()) {
    const name = chain === current ? 'audit.jsonl' : `audit-${i}.broken.jsonl`;
    writeFileSync(join(folder, 'audit', name), concat(...chain.lines));
  }
}
