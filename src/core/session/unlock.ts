import type { UnlockNotice, UnlockReport } from '../../shared/model.ts';
import { AuthenticationError } from '../../shared/vault-error.ts';
import type { CallContext } from '../api.ts';
import { wipe } from '../crypto/bytes.ts';
import { hashCoveredRows, type CoveredHash } from '../integrity/covered-hashes.ts';
import { verifyIntegrity, type TamperFinding } from '../integrity/verify-integrity.ts';
import { readAuditSinceAnchor, type AuditFinding } from './audit-since-anchor.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import { openVaultKey, type OpenedVaultKey } from './open-vault-key.ts';
import type { VaultCore, VaultSession } from './vault-core.ts';

const EVENT = { event: 'vault.unlock' };

/**
 * Unlocks: one attempt with the password, then everything the key vouches for is verified, and only then is anything
 * written. While already unlocked it proves the password and changes nothing.
 * @throws VaultError every row of docs/format.md §10, `throttled`, `busy`, `not_initialized`, `audit_unavailable`.
 */
export async function unlockVault(
  core: VaultCore,
  password: Uint8Array,
  context: CallContext,
): Promise<UnlockReport> {
  const { lockCount } = core;
  const opened = await openVaultKey(core, password, EVENT, context, async () => {
    core.store.checkStructure();
    const hashes = await hashCoveredRows(core.store);
    const { version, latest } = core.store.schema();
    if (version !== latest) await core.store.prepare();
    return hashes;
  });
  try {
    if (core.lockCount !== lockCount) throw new AuthenticationError('locked');
    return await enterSession(core, opened, opened.beside, context);
  } catch (thrown) {
    opened.keys.wipe();
    if (core.session?.keys === opened.keys) core.enter(null);
    throw core.failed(EVENT, thrown, context);
  } finally {
    wipe(opened.password);
  }
}

async function enterSession(
  core: VaultCore,
  opened: OpenedVaultKey,
  hashes: readonly CoveredHash[],
  context: CallContext,
): Promise<UnlockReport> {
  const { keys, header } = opened;
  const manifest = core.store.get('vault_manifest', 1);
  const log = readAuditSinceAnchor(core, keys, manifest, context);
  core.audit.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, context);
  if (core.session !== null) {
    keys.wipe();
    return report(core.session.tampered, [], log);
  }
  const finding = verifyIntegrity(keys, manifest, {
    epoch: header.epoch,
    hashes,
    logGeneration: log.highestGeneration,
  });
  const notices: UnlockNotice[] = [];
  if (log.gap) notices.push('audit_gap');
  if (!opened.verifierHolds) notices.push('verifier_tampered');
  noteFindings(core, finding, notices, context);
  const session: VaultSession = {
    keys,
    generation: manifest?.generation ?? 0,
    logGeneration: log.highestGeneration ?? 0,
    tampered: finding !== null,
  };
  core.enter(session);
  if (finding !== null) return report(true, ['tampered', ...notices], log);
  const done = await bringUpToDate(core, session, opened, context);
  return { ...report(false, notices, log), ...done };
}

function noteFindings(
  core: VaultCore,
  finding: TamperFinding | null,
  notices: readonly UnlockNotice[],
  context: CallContext,
): void {
  for (const notice of notices) {
    core.audit.write({ event: `vault.${notice}`, outcome: 'error' }, context);
  }
  if (finding === null) return;
  const ref = { finding };
  core.audit.write({ event: 'vault.tampered', outcome: 'error', reason: 'tampered', ref }, context);
}

function report(
  tampered: boolean,
  notices: readonly UnlockNotice[],
  log: AuditFinding,
): UnlockReport {
  return {
    state: tampered ? 'tampered' : 'unlocked',
    notices,
    failedAttempts: log.failures,
    failedSince: log.failedSince,
    rewrapped: false,
    migrated: [],
  };
}
