import { VaultError } from '../../shared/vault-error.ts';
import { concat, equal, wipe } from '../crypto/bytes.ts';
import { rowHash } from '../format/row.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { StoreReader } from '../ports.ts';
import type { ManifestRow, Row } from '../rows.ts';
import type { VaultSession } from '../session/vault-core.ts';

/** Format byte of audit records (docs/format.md §4). */
const KIND_AUDIT = 16;

/** The manifest without what is derived from the rest. */
export interface ManifestContent {
  readonly generation: number;
  readonly epoch: number;
  readonly digest: Uint8Array;
}

/** The address of a chain's first key in `audit_chains.seed`. */
function seedAddress(chainId: Uint8Array) {
  return {
    column: 'audit_chains.seed',
    recordId: chainId,
    recordVersion: 1,
    kind: KIND_AUDIT,
  } as const;
}

/** The address of the anchor's key in the manifest. */
function anchorAddress(chainId: Uint8Array, anchorSeq: number) {
  return {
    column: 'audit_chains.key',
    recordId: chainId,
    recordVersion: anchorSeq + 1,
    kind: KIND_AUDIT,
  } as const;
}

/** The sealed first key of a chain, as it goes into `audit_chains.seed`. */
export function sealSeed(keys: VaultKeys, chainId: Uint8Array, seed: Uint8Array): Uint8Array {
  return keys.sealField(seedAddress(chainId), seed);
}

/** A chain's first key, or null if the envelope does not open. */
export function openSeed(
  keys: VaultKeys,
  chainId: Uint8Array,
  envelope: Uint8Array,
): Uint8Array | null {
  return keys.openField(seedAddress(chainId), envelope);
}

/** The key of the line after the manifest's anchor, or null if the envelope does not open. */
export function openAnchorKey(keys: VaultKeys, manifest: ManifestRow): Uint8Array | null {
  const address = anchorAddress(manifest.chain_id, manifest.anchor_seq);
  return keys.openField(address, manifest.anchor_key);
}

/** The MAC that makes the digest safe: over every other column of the manifest. */
function manifestMac(keys: VaultKeys, row: Row): Uint8Array {
  return keys.rowMac('vault_manifest', rowHash(row));
}

/** A whole manifest row, anchored at the last line of the log, sealed and MACed. */
export function sealManifest(
  keys: VaultKeys,
  content: ManifestContent,
  audit: AuditLog,
): ManifestRow {
  const head = audit.head();
  const anchorSeq = head.nextSeq - 1;
  const unsigned = {
    id: 1,
    generation: content.generation,
    epoch: content.epoch,
    digest: content.digest,
    chain_id: concat(head.chainId),
    anchor_seq: anchorSeq,
    anchor_mac: concat(head.lastMac),
    anchor_key: keys.sealField(anchorAddress(head.chainId, anchorSeq), head.key),
  } as const;
  wipe(head.key, head.seed);
  return { ...unsigned, row_mac: manifestMac(keys, unsigned) };
}

/** Whether the owner's key vouches for a manifest. */
export function manifestHolds(keys: VaultKeys, manifest: ManifestRow): boolean {
  return equal(manifestMac(keys, manifest), manifest.row_mac);
}

/**
 * The manifest that this session committed last; nothing else is ever signed again.
 * @throws VaultError `tampered` if the file has another one.
 */
export function currentManifest(reader: StoreReader, session: VaultSession): ManifestRow {
  const manifest = reader.get('vault_manifest', 1);
  if (manifest?.generation !== session.generation || !manifestHolds(session.keys, manifest)) {
    throw new VaultError('tampered');
  }
  return manifest;
}
