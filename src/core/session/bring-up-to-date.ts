import type { UnlockReport } from '../../shared/model.ts';
import type { CallContext } from '../api.ts';
import { wipe } from '../crypto/bytes.ts';
import { COST_CEILING, type KdfCost } from '../format/header.ts';
import { sealManifest, sealSeed } from '../integrity/manifest.ts';
import { resealAll } from '../integrity/reseal.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import { storedSetting } from '../settings/stored-setting.ts';
import type { OpenedVaultKey } from './open-vault-key.ts';
import type { VaultCore, VaultSession } from './vault-core.ts';
import { authConfigRow, costBelow, preparePasswordWrap, raiseCost } from './wrap.ts';

/**
 * What follows a verified unlock: pending migrations, the seed of a new audit chain, a fresh anchor, and a new wrap if
 * the KDF cost is below target or the verifier was tampered with.
 */
export async function bringUpToDate(
  core: VaultCore,
  session: VaultSession,
  opened: OpenedVaultKey,
  context: CallContext,
): Promise<Pick<UnlockReport, 'rewrapped' | 'migrated'>> {
  const migrated = await migrate(core, session, opened.header.epoch, context);
  sealNewChain(core, session);
  renewAnchor(core, session);
  core.audit.onAnchorDue = () => {
    if (core.session === session) renewAnchor(core, session);
  };
  const rewrapped = await rewrapIfNeeded(core, session, opened, context);
  core.audit.sync();
  return { rewrapped, migrated };
}

async function migrate(
  core: VaultCore,
  session: VaultSession,
  epoch: number,
  context: CallContext,
): Promise<readonly number[]> {
  const { version, latest } = core.store.schema();
  if (version === latest) return [];
  return runMigrations(core, session, epoch, { from: version, to: latest }, context, (reseal) =>
    core.store.migrateUp(reseal),
  );
}

/** Runs migrations in either direction with their audit lines; each one ends with everything sealed anew. */
export async function runMigrations(
  core: VaultCore,
  session: VaultSession,
  epoch: number,
  steps: { readonly from: number; readonly to: number },
  context: CallContext,
  run: (reseal: Parameters<VaultCore['store']['migrateUp']>[0]) => Promise<readonly number[]>,
): Promise<readonly number[]> {
  const event = { event: 'vault.migrate', n: steps };
  core.audit.write({ ...event, outcome: 'attempt' }, context);
  let generation = session.generation;
  try {
    const done = await run((tx) => {
      generation += 1;
      resealAll(tx, session.keys, { generation, epoch }, core.audit);
    });
    core.audit.write({ ...event, outcome: 'ok' }, context);
    return done;
  } finally {
    // A step that failed was rolled back: what is committed counts.
    session.generation = core.store.get('vault_manifest', 1)?.generation ?? session.generation;
    core.audit.setGeneration(session.generation);
  }
}

/** Seals the first key of a chain that began before this unlock, and forgets it outside the vault. */
function sealNewChain(core: VaultCore, session: VaultSession): void {
  const { chainId, seed, key } = core.audit.head();
  wipe(key);
  if (seed === null) return;
  const sealed = sealSeed(session.keys, chainId, seed);
  wipe(seed);
  core.store.transaction((tx) => {
    if (tx.get('audit_chains', chainId) !== null) return;
    tx.insert('audit_chains', { chain_id: chainId, seed: sealed });
  });
  core.audit.seedSealed();
}

/** Anchors the manifest at the last line of the log; the generation stays. */
export function renewAnchor(core: VaultCore, session: VaultSession): void {
  core.store.transaction((tx) => {
    const manifest = tx.get('vault_manifest', 1);
    if (manifest === null) return;
    tx.update('vault_manifest', sealManifest(session.keys, manifest, core.audit));
  });
}

async function rewrapIfNeeded(
  core: VaultCore,
  session: VaultSession,
  opened: OpenedVaultKey,
  context: CallContext,
): Promise<boolean> {
  const { header, auth, password } = opened;
  const target = targetCost(core);
  if (opened.verifierHolds && !costBelow(header.cost, target)) return false;
  const event = { event: 'vault.rewrap' };
  core.audit.write({ ...event, outcome: 'attempt' }, context);
  const wrapped = await preparePasswordWrap(password, {
    ...header,
    epoch: header.epoch + 1,
    cost: raiseCost(header.cost, target),
  });
  try {
    core.assertCurrent(session);
    const times = { createdAt: auth.created_at, updatedAt: core.clock.nowText() };
    writeCovered(core, session, (tx) => {
      tx.raw.update('auth_config', authConfigRow(session.keys, wrapped, times));
      tx.nextEpoch();
    });
  } finally {
    wipe(wrapped.kek);
  }
  core.audit.write({ ...event, outcome: 'ok' }, context);
  core.store.compact();
  return true;
}

/** What a new header should cost: the program's target, or more if the owner asks for more. */
export function targetCost(core: VaultCore): KdfCost {
  const wished = (storedSetting(core.store, 'kdf.memory_mib') ?? 0) * 1024;
  const memoryKiB = Math.min(wished, COST_CEILING.memoryKiB);
  return raiseCost(core.targetCost, { ...core.targetCost, memoryKiB });
}
