import { sessionAddress } from '../access/session-record.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { wipe } from '../crypto/bytes.ts';
import { parseProfile, profileAddress, profileIndexes } from '../clients/client-record.ts';
import { detailsAddress } from '../clients/key-record.ts';
import { openJson } from '../format/sealed-json.ts';
import { rulesAddress } from '../grants/grant-record.ts';
import { openSeed, sealSeed } from '../integrity/manifest.ts';
import { resealAll } from '../integrity/reseal.ts';
import type { StoreTransaction } from '../ports.ts';
import { moveEnvelope, type KeyChange } from './move-envelope.ts';
import { resealConversations } from './reseal-conversations.ts';
import type { ClientRow, SecretRow, SecretVersionRow, UsagePage, UsagePlace } from '../rows.ts';
import { EVERY_DAY, recordAddress } from '../usage/usage-record.ts';
import { metadataAddress, parseMetadata, valueAddress } from '../secrets/record.ts';

const PAGE = 1000;

/**
 * Seals everything again under another vault key, inside the caller's transaction: envelopes, name indexes, row_macs,
 * digest, audit seeds. All key slots are dropped, as they wrap the old key. What did not open before is left as it is.
 */
export function resealUnderNewKey(
  tx: StoreTransaction,
  change: KeyChange,
  manifest: { readonly generation: number; readonly epoch: number },
  audit: AuditLog,
): void {
  for (const slot of [...tx.scan('key_slots')]) tx.remove('key_slots', slot.id);
  const secrets = [...tx.scan('secrets_metadata')];
  for (const secret of secrets) {
    tx.update('secrets_metadata', resealSecret(change, secret));
    for (const version of tx.versionsOf(secret.id)) {
      tx.update('secret_versions', resealVersion(change, secret, version));
    }
  }
  resealClients(tx, change);
  resealConversations(tx, change);
  resealUsage(tx, change);
  for (const chain of [...tx.scan('audit_chains')]) {
    const seed = openSeed(change.from, chain.chain_id, chain.seed);
    if (seed === null) continue;
    const sealed = sealSeed(change.to, chain.chain_id, seed);
    tx.update('audit_chains', { ...chain, seed: sealed });
    wipe(seed);
  }
  resealAll(tx, change.to, manifest, audit);
}

function resealSecret({ from, to }: KeyChange, row: SecretRow): SecretRow {
  const metadata = from.openField(metadataAddress(row), row.encrypted_metadata);
  const name = metadata === null ? null : parseMetadata(metadata)?.name;
  const sealed =
    metadata === null ? row.encrypted_metadata : to.sealField(metadataAddress(row), metadata);
  wipe(metadata);
  return {
    ...row,
    key_name_index: name === null || name === undefined ? row.key_name_index : to.nameIndex(name),
    encrypted_metadata: sealed,
    encrypted_value: moveEnvelope({ from, to }, valueAddress(row), row.encrypted_value),
  };
}

/** Row MACs follow with `resealAll`. Hashes of keys and tokens are made without the vault key and stay. */
function resealClients(tx: StoreTransaction, change: KeyChange): void {
  for (const client of [...tx.scan('clients')]) {
    tx.update('clients', resealClient(change, client));
  }
  for (const key of [...tx.scan('api_keys')]) {
    const details = moveEnvelope(change, detailsAddress(key), key.encrypted_details);
    tx.update('api_keys', { ...key, encrypted_details: details });
  }
  for (const grant of [...tx.scan('grants')]) {
    const rules = moveEnvelope(change, rulesAddress(grant), grant.encrypted_rules);
    tx.update('grants', { ...grant, encrypted_rules: rules });
  }
  for (const session of [...tx.scan('sessions')]) {
    const details = moveEnvelope(change, sessionAddress(session), session.encrypted_details);
    tx.update('sessions', { ...session, encrypted_details: details });
  }
}

/** By pages: there may be more of them than fit into memory beside everything else. */
function resealUsage(tx: StoreTransaction, change: KeyChange): void {
  let after: UsagePlace | null = null;
  do {
    const { rows, last }: UsagePage = tx.usagePage({ ...EVERY_DAY, after, limit: PAGE });
    for (const row of rows) {
      const envelope = moveEnvelope(change, recordAddress(row), row.encrypted_record);
      tx.update('usage_records', { ...row, encrypted_record: envelope });
    }
    after = last;
  } while (after !== null);
}

function resealClient(change: KeyChange, row: ClientRow): ClientRow {
  const address = profileAddress(row);
  const profile = parseProfile(openJson(change.from, address, row.encrypted_profile));
  return {
    ...row,
    ...(profile === null ? {} : profileIndexes(change.to, profile)),
    encrypted_profile: moveEnvelope(change, address, row.encrypted_profile),
  };
}

function resealVersion(
  change: KeyChange,
  { kind }: SecretRow,
  row: SecretVersionRow,
): SecretVersionRow {
  const address = valueAddress({ id: row.secret_id, version: row.version, kind });
  return { ...row, encrypted_value: moveEnvelope(change, address, row.encrypted_value) };
}
