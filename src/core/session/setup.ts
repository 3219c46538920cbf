import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../api.ts';
import { wipe } from '../crypto/bytes.ts';
import { randomBytes } from '../crypto/random.ts';
import { raiseCost } from './wrap.ts';
import { COST_FLOOR } from '../format/header.ts';
import { normalizePassword } from '../format/password.ts';
import { EMPTY_DIGEST } from '../format/row.ts';
import { VaultKeys } from '../format/vault-keys.ts';
import { sealManifest, sealSeed } from '../integrity/manifest.ts';
import { checkNewPassword } from '../secrets/password-strength.ts';
import type { VaultCore } from './vault-core.ts';
import { authConfigRow, preparePasswordWrap } from './wrap.ts';

const EVENT = { event: 'vault.setup' };

/**
 * First-time setup: schema, password, a random vault key, the manifest and the seed of the audit chain. The vault is
 * unlocked afterwards. Killed at any point, it leaves a file that setup can begin again or a whole vault.
 * @throws VaultError `already_initialized`, `weak_password`, `invalid_input`, `vault_header_invalid` if the file holds
 * records but no key (nothing is overwritten).
 */
export async function setupVault(
  core: VaultCore,
  password: Uint8Array,
  context: CallContext,
): Promise<void> {
  if (core.attemptRunning) throw core.refuse(EVENT, 'busy', context);
  core.attemptRunning = true;
  let normalized: Uint8Array | undefined;
  try {
    refuseExistingVault(core);
    await checkNewPassword(password);
    normalized = normalizePassword(password);
    core.audit.write({ ...EVENT, outcome: 'attempt' }, context);
    // Before there is a manifest there is nothing to seal anew.
    await core.store.migrateUp(() => undefined);
    await createVaultRows(core, normalized, context);
    core.audit.write({ ...EVENT, outcome: 'ok' }, context);
    core.audit.sync();
  } catch (thrown) {
    throw core.failed(EVENT, thrown, context);
  } finally {
    wipe(normalized);
    core.attemptRunning = false;
  }
}

function refuseExistingVault({ store }: VaultCore): void {
  if (store.schema().version === 0) return;
  store.checkStructure();
  if (store.get('auth_config', 1) !== null) throw new VaultError('already_initialized');
  if (store.count('vault_manifest') + store.count('secrets_metadata') > 0) {
    throw new VaultError('vault_header_invalid');
  }
}

async function createVaultRows(
  core: VaultCore,
  password: Uint8Array,
  context: CallContext,
): Promise<void> {
  // A chain whose first key is gone belonged to another vault.
  if (core.audit.head().seed === null) core.audit.restart(context);
  const vaultId = randomBytes(16);
  const wrapped = await preparePasswordWrap(password, {
    vaultId,
    epoch: 1,
    keyId: 1,
    cost: raiseCost(COST_FLOOR, core.targetCost),
  });
  const keys = new VaultKeys(randomBytes(32), vaultId, 1);
  try {
    const now = core.clock.nowText();
    const auth = authConfigRow(keys, wrapped, { createdAt: now, updatedAt: now });
    const { chainId, seed } = core.audit.head();
    if (seed === null) throw new VaultError('audit_unavailable');
    const sealedSeed = sealSeed(keys, chainId, seed);
    wipe(seed);
    core.store.transaction((tx) => {
      tx.insert('auth_config', auth);
      tx.insert('audit_chains', { chain_id: chainId, seed: sealedSeed });
      tx.insert(
        'vault_manifest',
        sealManifest(keys, { generation: 1, epoch: 1, digest: EMPTY_DIGEST }, core.audit),
      );
    });
    core.audit.seedSealed();
  } catch (thrown) {
    keys.wipe();
    throw thrown;
  } finally {
    wipe(wrapped.kek);
  }
  core.enter({ keys, generation: 1, logGeneration: 1, tampered: false });
}
