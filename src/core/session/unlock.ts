import type { UnlockNotice, UnlockReport } from '../../shared/model.ts';
import { AuthenticationError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { wipe } from '../crypto/bytes.ts';
import { hashCoveredRows, type CoveredHash } from '../integrity/covered-hashes.ts';
import { manifestHolds } from '../integrity/manifest.ts';
import { verifyIntegrity, type TamperFinding } from '../integrity/verify-integrity.ts';
import type { ManifestRow } from '../rows.ts';
import { readAuditSinceAnchor, type AuditFinding } from './audit-since-anchor.ts';
import { gapIsUnseen, markGap } from './audit-gap.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import { openVaultKey, settleFailure, type OpenedVaultKey } from './open-vault-key.ts';
import type { VaultCore, VaultSession } from './vault-core.ts';

const EVENT = { event: 'vault.unlock' };

/** What verification found before anything was written. */
interface Findings {
  readonly session: VaultSession;
  readonly finding: TamperFinding | null;
  readonly log: AuditFinding;
}

/**
 * Unlocks: one attempt with the password, then everything the key vouches for is verified, and only then is anything
 * written. While already unlocked it proves the password and changes nothing.
 * @throws VaultError every row of docs/format.md §10, `throttled`, `busy`, `not_initialized`, `audit_unavailable`;
 * `locked` if a lock was asked for in the meantime.
 */
export function unlockVault(
  core: VaultCore,
  password: Uint8Array,
  context: CallContext,
): Promise<UnlockReport> {
  return core.exclusively(EVENT, context, async () => {
    const { lockCount } = core;
    const opened = await openVaultKey(core, password, EVENT, context, async () => {
      core.store.checkStructure();
      const hashes = await hashCoveredRows(core.store);
      const { version, latest } = core.store.schema();
      if (version !== latest) await core.store.prepare();
      return hashes;
    });
    core.keysInFlight.add(opened.keys);
    try {
      const findings = settled(core, context, () => {
        if (core.lockCount !== lockCount) throw new AuthenticationError('locked');
        return verify(core, opened, opened.beside, context);
      });
      return await enterSession(core, opened, findings, context);
    } catch (thrown) {
      core.tellGeneration();
      throw core.failed(EVENT, thrown, context);
    } finally {
      core.keysInFlight.delete(opened.keys);
      if (core.session?.keys !== opened.keys) opened.keys.wipe();
      wipe(opened.password);
    }
  });
}

/** Ends the attempt: the password was right, and `look` says whether the rest can be looked at. */
function settled<R>(core: VaultCore, context: CallContext, look: () => R): R {
  let found: R;
  try {
    found = look();
  } catch (thrown) {
    throw settleFailure(core, thrown, context);
  }
  core.audit.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, context);
  return found;
}

async function enterSession(
  core: VaultCore,
  opened: OpenedVaultKey,
  { session, finding, log }: Findings,
  context: CallContext,
): Promise<UnlockReport> {
  const { lockCount } = core;
  if (core.session !== null) return report(core.session.tampered, [], log);
  const notices: UnlockNotice[] = [];
  if (!opened.verifierHolds) notices.push('verifier_tampered');
  noteFindings(core, finding, [...notices, ...(log.gap ? ['audit_gap' as const] : [])], context);
  if (finding !== null) {
    core.enter(session);
    if (log.gap) notices.push('audit_gap');
    return report(true, ['tampered', ...notices], log);
  }
  core.audit.setGeneration(session.generation);
  const done = await bringUpToDate(core, session, opened, context);
  if (core.lockCount !== lockCount) throw new AuthenticationError('locked');
  if (log.gap) markGap(core, session);
  if (gapIsUnseen(core)) notices.push('audit_gap');
  core.enter(session);
  return { ...report(false, notices, log), ...done };
}

/** Reads and compares; the log may be set aside, the vault is not touched. */
function verify(
  core: VaultCore,
  { keys, header }: OpenedVaultKey,
  hashes: readonly CoveredHash[],
  context: CallContext,
): Findings {
  const manifest = core.store.get('vault_manifest', 1);
  const vouched: ManifestRow | null =
    manifest !== null && manifestHolds(keys, manifest) ? manifest : null;
  const log = readAuditSinceAnchor(core, keys, vouched, context);
  const finding = verifyIntegrity(keys, manifest, {
    epoch: header.epoch,
    hashes,
    logGeneration: log.highestGeneration,
  });
  const logGeneration = log.highestGeneration ?? 0;
  const session: VaultSession = {
    keys,
    generation: vouched?.generation ?? logGeneration,
    logGeneration,
    tampered: finding !== null,
  };
  return { session, finding, log };
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
