import type { CallContext } from '../call.ts';
import { equal, wipe } from '../crypto/bytes.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { openAnchorKey, openSeed } from '../integrity/manifest.ts';
import type { ManifestRow } from '../rows.ts';
import type { VaultCore } from './vault-core.ts';

/** What the log says of the time since the manifest's anchor. */
export interface AuditFinding {
  /** Log, chain or anchor do not fit. */
  readonly gap: boolean;
  readonly highestGeneration: number | null;
  readonly failures: number;
  readonly failedSince: string | null;
}

/**
 * Verifies the lines after the manifest's anchor. Without a manifest that the key vouches for, and in a log of another
 * chain, they are read from the chain's first key; a chain whose first key nobody has is set aside and a new one begins.
 * Nothing here keeps the owner out.
 */
export function readAuditSinceAnchor(
  core: VaultCore,
  keys: VaultKeys,
  manifest: ManifestRow | null,
  context: CallContext,
): AuditFinding {
  const { chainId, seed: unsealedSeed, key } = core.audit.head();
  wipe(key);
  if (manifest !== null && equal(manifest.chain_id, chainId)) {
    wipe(unsealedSeed);
    return sinceAnchor(core, keys, manifest);
  }
  const row = core.store.get('audit_chains', chainId);
  const seed = unsealedSeed ?? (row === null ? null : openSeed(keys, chainId, row.seed));
  if (seed === null) {
    core.audit.restart(context);
    return { gap: true, highestGeneration: null, failures: 0, failedSince: null };
  }
  const { fits, ...found } = core.audit.verifySince(null, seed);
  wipe(seed);
  return { gap: !fits || manifest !== null, ...found };
}

function sinceAnchor(core: VaultCore, keys: VaultKeys, manifest: ManifestRow): AuditFinding {
  const key = openAnchorKey(keys, manifest);
  if (key === null) {
    return { gap: true, highestGeneration: null, failures: 0, failedSince: null };
  }
  const { fits, ...found } = core.audit.verifySince(
    { seq: manifest.anchor_seq, mac: manifest.anchor_mac, key },
    null,
  );
  wipe(key);
  return { gap: !fits, ...found };
}
