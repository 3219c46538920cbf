import { VaultError } from '../../shared/vault-error.ts';
import type { RepairInput, RepairReport } from '../api.ts';
import type { CallContext } from '../call.ts';
import { wipe } from '../crypto/bytes.ts';
import { resealAll } from '../integrity/reseal.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import { openVaultKey, type OpenedVaultKey } from './open-vault-key.ts';
import { drop, planRepair, revokeAllKeys, type RepairPlan, type RowName } from './plan-repair.ts';
import { tryTo, type VaultCore, type VaultSession } from './vault-core.ts';

const EVENT = { event: 'tamper.accepted' };

/** What a repair would do, without doing it. @throws VaultError `invalid_input` if nothing is wrong. */
export function previewRepair(
  core: VaultCore,
  context: CallContext,
): Promise<Pick<RepairReport, 'dropped' | 'kept'>> {
  return core.unlocked(EVENT, context, (session) => {
    assertTampered(session);
    return named(planRepair(core.store, session.keys));
  });
}

/**
 * Takes a tampered vault as it is: an untouched copy first, rows that do not verify dropped from the file, then epoch,
 * digest and generation made anew in one transaction, and every API key revoked unless the owner wants them kept. The
 * vault is unlocked for writing afterwards.
 * @throws VaultError `invalid_input` if nothing is wrong; the refusals of an unlock.
 */
export function repairVault(
  core: VaultCore,
  { password, keepKeys = false }: RepairInput,
  context: CallContext,
): Promise<RepairReport> {
  return core.unlocked(EVENT, context, (session) =>
    core.exclusively(EVENT, context, async () => {
      assertTampered(session);
      const opened = await openVaultKey(core, password, EVENT, context, () => Promise.resolve());
      opened.keys.wipe();
      try {
        core.audit.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, context);
        core.assertCurrent(session);
        return await accept(core, session, opened, keepKeys, context);
      } finally {
        wipe(opened.password);
      }
    }),
  );
}

function assertTampered(session: VaultSession): void {
  if (session.tampered) return;
  throw new VaultError('invalid_input', { hint: 'Nothing is wrong with this vault.' });
}

async function accept(
  core: VaultCore,
  session: VaultSession,
  opened: OpenedVaultKey,
  keepKeys: boolean,
  context: CallContext,
): Promise<RepairReport> {
  const copy = core.store.copyAside('tampered');
  core.audit.write({ ...EVENT, outcome: 'attempt' }, context);
  const generation = 1 + Math.max(session.generation, session.logGeneration);
  const { epoch } = opened.header;
  const now = core.clock.nowText();
  const { plan, revoked } = core.store.transaction((tx) => {
    const found = planRepair(tx, session.keys);
    for (const row of found.dropped) drop(tx, row);
    const keysRevoked = keepKeys ? 0 : revokeAllKeys(tx, session.keys, now);
    resealAll(tx, session.keys, { generation, epoch }, core.audit);
    return { plan: found, revoked: keysRevoked };
  });
  const repaired = { ...session, generation, logGeneration: generation, tampered: false };
  core.enter(repaired);
  const n = { kept: plan.keptCount, dropped: plan.dropped.length, revoked };
  core.done({ ...EVENT, n }, context);
  // Committed: what follows is what any unlock does, and may be left to the next one.
  await bringUpToDate(core, repaired, opened, context).catch(() => null);
  tryTo(() => {
    core.store.compact();
  });
  return { copy, ...named(plan) };
}

function named({ dropped, kept }: RepairPlan): Pick<RepairReport, 'dropped' | 'kept'> {
  const name = ({ table, id, version }: RowName) => ({
    table,
    id: version === undefined ? id : `${id}:${String(version)}`,
  });
  return { dropped: dropped.map(name), kept: kept.map(name) };
}
