import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { wipe } from '../crypto/bytes.ts';
import { randomBytes } from '../crypto/random.ts';
import { COST_FLOOR } from '../format/header.ts';
import { normalizePassword } from '../format/password.ts';
import { EMPTY_DIGEST } from '../format/row.ts';
import { VaultKeys } from '../format/vault-keys.ts';
import { sealManifest, sealSeed } from '../integrity/manifest.ts';
import { newProfile } from '../profiles/profile-record.ts';
import { COVERED_TABLES } from '../rows.ts';
import { checkNewPassword } from '../secrets/password-strength.ts';
import { tryTo, type VaultCore } from './vault-core.ts';
import { authConfigRow, preparePasswordWrap, raiseCost, type PasswordWrap } from './wrap.ts';

const EVENT = { event: 'vault.setup' };

/**
 * First-time setup: schema, password, a random vault key, the manifest and the seed of the audit chain. The vault is
 * unlocked afterwards. Killed at any point, it leaves a file that setup can begin again or a whole vault.
 * @throws VaultError `already_initialized`, `weak_password`, `invalid_input`, `busy`, `vault_header_invalid` if the file holds
 * records but no key (nothing is overwritten).
 */
export function setupVault(
  core: VaultCore,
  password: Uint8Array,
  context: CallContext,
): Promise<void> {
  return core.exclusively(EVENT, context, async () => {
    const { lockCount } = core;
    let normalized: Uint8Array | undefined;
    try {
      refuseExistingVault(core);
      await checkNewPassword(password);
      normalized = normalizePassword(password);
      core.audit.write({ ...EVENT, outcome: 'attempt' }, context);
      // Before there is a manifest there is nothing to seal anew.
      await core.store.migrateUp(() => undefined);
      const keys = await createVaultRows(core, normalized, context);
      if (core.lockCount === lockCount) {
        core.enter({ keys, generation: 1, logGeneration: 1, tampered: false });
      } else {
        keys.wipe();
      }
      core.done(EVENT, context);
      tryTo(() => {
        core.audit.sync();
      });
      // A -wal that is lost must not take the vault with it: the key exists nowhere else.
      tryTo(() => {
        core.store.compact();
      });
    } catch (thrown) {
      throw core.failed(EVENT, thrown, context);
    } finally {
      wipe(normalized);
    }
  });
}

function refuseExistingVault({ store }: VaultCore): void {
  if (store.schema().version === 0) return;
  store.checkStructure();
  if (store.get('auth_config', 1) !== null) throw new VaultError('already_initialized');
  if (TABLES_OF_A_VAULT.some((table) => store.count(table) > 0)) {
    throw new VaultError('vault_header_invalid');
  }
}

const TABLES_OF_A_VAULT = [
  ...COVERED_TABLES,
  'vault_manifest',
  'audit_chains',
  'secret_versions',
] as const;

async function createVaultRows(
  core: VaultCore,
  password: Uint8Array,
  context: CallContext,
): Promise<VaultKeys> {
  const vaultId = randomBytes(16);
  const wrapped = await preparePasswordWrap(password, {
    vaultId,
    epoch: 1,
    keyId: 1,
    cost: raiseCost(COST_FLOOR, core.targetCost),
  });
  const keys = new VaultKeys(randomBytes(32), vaultId, 1);
  try {
    insertVault(core, keys, wrapped, context);
    return keys;
  } catch (thrown) {
    keys.wipe();
    throw thrown;
  } finally {
    wipe(wrapped.kek);
  }
}

function insertVault(
  core: VaultCore,
  keys: VaultKeys,
  wrapped: PasswordWrap,
  context: CallContext,
): void {
  const now = core.clock.nowText();
  const auth = authConfigRow(keys, wrapped, { createdAt: now, updatedAt: now });
  const { chainId, seed } = firstKeyOfChain(core, context);
  const sealedSeed = sealSeed(keys, chainId, seed);
  wipe(seed);
  core.store.transaction((tx) => {
    tx.insert('auth_config', auth);
    tx.insert('audit_chains', { chain_id: chainId, seed: sealedSeed });
    tx.insert('profiles', newProfile(keys, null, now).row);
    tx.insert(
      'vault_manifest',
      sealManifest(keys, { generation: 1, epoch: 1, digest: EMPTY_DIGEST }, core.audit),
    );
  });
  core.audit.seedSealed();
}

/** Of the present chain, or of a new one if the present chain's first key is gone: it belonged to another vault. */
function firstKeyOfChain(
  core: VaultCore,
  context: CallContext,
): { readonly chainId: Uint8Array; readonly seed: Uint8Array } {
  const head = core.audit.head();
  wipe(head.key);
  if (head.seed !== null) return { chainId: head.chainId, seed: head.seed };
  core.audit.restart(context);
  const { chainId, seed, key } = core.audit.head();
  wipe(key);
  if (seed === null) throw new VaultError('audit_unavailable');
  return { chainId, seed };
}
