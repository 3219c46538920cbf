import type { UnlockReport } from '../../shared/model.ts';
import { AuthenticationError, VaultError, asVaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { equal, wipe } from '../crypto/bytes.ts';
import { COST_CEILING, type KdfCost } from '../format/header.ts';
import { currentManifest, openSeed, sealManifest, sealSeed } from '../integrity/manifest.ts';
import { dropOrphanVersions, resealAll } from '../integrity/reseal.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import type { Reseal, StoreReader } from '../ports.ts';
import type { AuthConfigRow } from '../rows.ts';
import { storedSetting } from '../settings/stored-setting.ts';
import type { OpenedVaultKey } from './open-vault-key.ts';
import { tryTo, type VaultCore, type VaultSession } from './vault-core.ts';
import { authConfigRow, costBelow, preparePasswordWrap, raiseCost } from './wrap.ts';

/**
 * What follows a verified unlock: pending migrations, the seed of a new audit chain, a fresh anchor, and a new wrap if
 * the KDF cost is below target or the verifier was tampered with. Only a migration that fails keeps the owner out; the
 * rest is tried again at the next unlock.
 */
export async function bringUpToDate(
  core: VaultCore,
  session: VaultSession,
  opened: OpenedVaultKey,
  context: CallContext,
): Promise<Pick<UnlockReport, 'rewrapped' | 'migrated'>> {
  const migrated = await migrate(core, session, opened.header.epoch, context);
  tryTo(() => {
    sealNewChain(core, session);
  });
  tryTo(() => {
    renewAnchor(core, session);
  });
  const rewrapped = await rewrapIfNeeded(core, session, opened, context);
  tryTo(() => {
    core.audit.sync();
  });
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
  run: (reseal: Reseal) => Promise<readonly number[]>,
): Promise<readonly number[]> {
  const event = { event: 'vault.migrate', n: steps };
  // What waits belongs to the tables that are there now.
  for (const counter of core.counters) counter.settle();
  core.audit.write({ ...event, outcome: 'attempt' }, context);
  let { generation } = session;
  let orphans = 0;
  try {
    const done = await run((tx) => {
      generation += 1;
      orphans += dropOrphanVersions(tx);
      resealAll(tx, session.keys, { generation, epoch }, core.audit);
    });
    settleGeneration(core, session);
    core.done({ ...event, n: { ...steps, orphans } }, context);
    return done;
  } finally {
    settleGeneration(core, session);
  }
}

/** A step that failed was rolled back: what is committed counts. A lock in between ended the session. */
function settleGeneration(core: VaultCore, session: VaultSession): void {
  if (session.keys.wiped) return;
  session.generation = core.store.get('vault_manifest', 1)?.generation ?? session.generation;
  core.audit.setGeneration(session.generation);
  core.accessChanged();
}

/**
 * Seals the first key of a chain that began before this unlock, and forgets it outside the vault. A row for this chain
 * that holds anything else was planted.
 */
function sealNewChain(core: VaultCore, session: VaultSession): void {
  const { chainId, seed, key } = core.audit.head();
  wipe(key);
  if (seed === null) return;
  try {
    const row = core.store.get('audit_chains', chainId);
    const known = row === null ? null : openSeed(session.keys, chainId, row.seed);
    if (known === null || !equal(known, seed)) {
      const sealed = { chain_id: chainId, seed: sealSeed(session.keys, chainId, seed) };
      core.store.transaction((tx) => {
        if (row === null) tx.insert('audit_chains', sealed);
        else tx.update('audit_chains', sealed);
      });
    }
    wipe(known);
    core.audit.seedSealed();
  } finally {
    wipe(seed);
  }
}

/** Anchors the manifest at the last line of the log; the generation stays. */
export function renewAnchor(core: VaultCore, session: VaultSession): void {
  core.store.transaction((tx) => {
    const manifest = currentManifest(tx, session);
    tx.update('vault_manifest', sealManifest(session.keys, manifest, core.audit));
  });
}

async function rewrapIfNeeded(
  core: VaultCore,
  session: VaultSession,
  opened: OpenedVaultKey,
  context: CallContext,
): Promise<boolean> {
  const { header, verifierHolds } = opened;
  if (verifierHolds && !costBelow(header.cost, targetCost(core))) return false;
  const event = { event: 'vault.rewrap' };
  core.audit.write({ ...event, outcome: 'attempt' }, context);
  try {
    await rewrap(core, session, opened);
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (error instanceof AuthenticationError) throw error;
    // A machine that cannot afford the new cost, or a full disk, must not make a good password useless.
    core.audit.write({ ...event, outcome: 'error', reason: error.code }, context);
    return false;
  }
  core.done(event, context);
  tryTo(() => {
    core.store.compact();
  });
  return true;
}

async function rewrap(
  core: VaultCore,
  session: VaultSession,
  { header, auth, password }: OpenedVaultKey,
): Promise<void> {
  const wrapped = await preparePasswordWrap(password, {
    ...header,
    epoch: header.epoch + 1,
    cost: raiseCost(header.cost, targetCost(core)),
  });
  try {
    const times = { createdAt: auth.created_at, updatedAt: core.clock.nowText() };
    const next = authConfigRow(session.keys, wrapped, times);
    writeCovered(core, session, (tx) => {
      assertSameHeader(tx.raw, auth);
      tx.raw.update('auth_config', next);
      tx.setEpoch(wrapped.header.epoch);
    });
  } finally {
    wipe(wrapped.kek);
  }
}

/** A new wrap takes the place of the one that was opened, and of no other. @throws VaultError `internal`. */
export function assertSameHeader(reader: StoreReader, opened: AuthConfigRow): void {
  const present = reader.get('auth_config', 1);
  if (present === null || !equal(present.kdf_header, opened.kdf_header)) {
    throw new VaultError('internal', { cause: new Error('HEADER_CHANGED') });
  }
}

/** What a new header should cost: the program's target, or more if the owner asks for more. */
export function targetCost(core: VaultCore): KdfCost {
  const wished = (storedSetting(core.store, 'kdf.memory_mib') ?? 0) * 1024;
  const memoryKiB = Math.min(wished, COST_CEILING.memoryKiB);
  return raiseCost(core.targetCost, { ...core.targetCost, memoryKiB });
}
