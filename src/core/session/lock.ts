import type { LockCause } from '../../shared/model.ts';
import type { CallContext } from '../api.ts';
import { sealManifest } from '../integrity/manifest.ts';
import type { ManifestRow } from '../ports.ts';
import type { VaultCore, VaultSession } from './vault-core.ts';

/**
 * Locks. The keys are zeroed and the state is `locked` before this function's first await; what needs the disk comes
 * after and cannot stop the lock: the anchor sealed beforehand, the audit line, the checkpoint that leaves one file.
 */
export async function lockVault(
  core: VaultCore,
  cause: LockCause,
  context: CallContext,
): Promise<void> {
  core.lockCount += 1;
  const { session } = core;
  if (session === null) return;
  core.audit.onAnchorDue = null;
  const anchored = attempt(() => anchorForLock(core, session));
  session.keys.wipe();
  core.enter(null);
  await Promise.resolve();
  if (anchored !== null) {
    attempt(() => core.store.transaction((tx) => tx.update('vault_manifest', anchored)));
  }
  attempt(() => core.audit.write({ event: 'vault.lock', outcome: 'ok', ref: { cause } }, context));
  attempt(() => core.audit.sync());
  attempt(() => core.store.compact());
}

/** The manifest with a fresh anchor, sealed while the key is still there; null in a tampered vault. */
function anchorForLock(core: VaultCore, session: VaultSession): ManifestRow | null {
  const manifest = session.tampered ? null : core.store.get('vault_manifest', 1);
  return manifest === null ? null : sealManifest(session.keys, manifest, core.audit);
}

/** A lock never fails for the disk's sake: the next unlock finds what is missing. */
function attempt<R>(step: () => R): R | null {
  try {
    return step();
  } catch {
    return null;
  }
}
