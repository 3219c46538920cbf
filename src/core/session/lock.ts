import type { LockCause } from '../../shared/model.ts';
import type { CallContext } from '../call.ts';
import { currentManifest, sealManifest } from '../integrity/manifest.ts';
import type { ManifestRow } from '../rows.ts';
import { wipeValueDocument } from '../secrets/value-document.ts';
import { tryTo, type VaultCore, type VaultSession } from './vault-core.ts';

/**
 * Locks. Keys and opened values are zeroed and the state is `locked` before this function's first await; what needs the
 * disk comes after and cannot stop the lock: the anchor sealed beforehand, the audit line, the checkpoint that leaves
 * one file. A lock that is asked for while another runs ends with that one.
 */
export function lockVault(core: VaultCore, cause: LockCause, context: CallContext): Promise<void> {
  core.lockCount += 1;
  for (const keys of core.keysInFlight) keys.wipe();
  const { session } = core;
  if (session === null) return core.locking;
  const anchored = tryTo(() => anchorForLock(core, session));
  session.keys.wipe();
  for (const document of core.openDocuments) wipeValueDocument(document);
  core.enter(null);
  core.locking = settle(core, anchored, cause, context);
  return core.locking;
}

async function settle(
  core: VaultCore,
  anchored: ManifestRow | null,
  cause: LockCause,
  context: CallContext,
): Promise<void> {
  await Promise.resolve();
  if (anchored !== null) {
    tryTo(() => {
      core.store.transaction((tx) => {
        tx.update('vault_manifest', anchored);
      });
    });
  }
  for (const counter of core.counters) {
    tryTo(() => {
      counter.settle();
    });
  }
  core.done({ event: 'vault.lock', ref: { cause } }, context);
  tryTo(() => {
    core.audit.sync();
  });
  tryTo(() => {
    core.store.compact();
  });
}

/** The manifest with a fresh anchor, sealed while the key is still there; null in a tampered vault. */
function anchorForLock(core: VaultCore, session: VaultSession): ManifestRow | null {
  if (session.tampered) return null;
  return sealManifest(session.keys, currentManifest(core.store, session), core.audit);
}
