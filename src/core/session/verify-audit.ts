import type { AuditVerification } from '../../shared/model.ts';
import type { CallContext } from '../call.ts';
import type { ChainSeed } from '../audit/match-seed.ts';
import { verifyChains } from '../audit/verify-chains.ts';
import { wipe } from '../crypto/bytes.ts';
import { openSeed } from '../integrity/manifest.ts';
import { inTurns } from '../next-turn.ts';
import type { AuditStorage } from '../ports.ts';
import type { VaultCore, VaultSession } from './vault-core.ts';

/** Walks every chain of the log from its first key, in slices: a lock in between ends it with `locked`. */
export function verifyAudit(
  core: VaultCore,
  storage: AuditStorage,
  context: CallContext,
): Promise<AuditVerification> {
  const event = 'audit.verify';
  return core.unlocked({ event }, context, async (session) => {
    const { ended } = core;
    const seeds = chainSeeds(core, session);
    const work = verifyChains(storage, seeds);
    const forget = () => {
      work.return(undefined as never);
      for (const { seed } of seeds) wipe(seed);
    };
    // A lock does not wait for the next slice: no key of the log outlives it.
    ended.addEventListener('abort', forget);
    try {
      const verification = await inTurns(work, () => {
        core.assertCurrent(session);
      });
      const n = { lines: verification.linesVerified, faults: verification.faults.length };
      core.audit.write({ event, outcome: verification.ok ? 'ok' : 'error', n }, context);
      return verification;
    } finally {
      ended.removeEventListener('abort', forget);
      forget();
    }
  });
}

/** The first key of every chain; the caller wipes them. */
function chainSeeds(core: VaultCore, { keys }: VaultSession): readonly ChainSeed[] {
  const seeds: ChainSeed[] = [];
  const head = core.audit.head();
  wipe(head.key);
  // A tampered vault is read-only: the first key of a chain that began since is not sealed in it yet.
  if (head.seed !== null) seeds.push({ chainId: head.chainId, seed: head.seed });
  for (const { chain_id: chainId, seed: envelope } of core.store.scan('audit_chains')) {
    const seed = openSeed(keys, chainId, envelope);
    if (seed !== null) seeds.push({ chainId, seed });
  }
  return seeds;
}
