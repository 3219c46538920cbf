import type { CallContext } from '../core/call.ts';
import { checkNewPassword } from '../core/secrets/password-strength.ts';
import { VaultError } from '../shared/vault-error.ts';
import { openRuntime, type Runtime, type RuntimeOptions } from './create-runtime.ts';

type Place = Omit<RuntimeOptions, 'create'>;

/**
 * The vault of the data folder; null if there is none yet, and then nothing was made and nothing is held.
 * Throws as `openRuntime` does.
 */
export async function openExistingVault(place: Place): Promise<Runtime | null> {
  const runtime = await openIfThere(place);
  // A setup that a crash cut off has left a file without a vault.
  if (runtime?.vault.status().state !== 'uninitialized') return runtime;
  await runtime.close();
  return null;
}

async function openIfThere(place: Place): Promise<Runtime | null> {
  try {
    return await openRuntime({ ...place, create: false });
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'not_initialized') return null;
    throw thrown;
  }
}

/**
 * Makes folder, file and vault under this password, and gives the vault unlocked. Nothing is made for a password that
 * will not do; after any refusal nothing is held, and it may be tried again.
 * Throws `weak_password`; `already_initialized` if another process was faster; what `openRuntime` throws.
 */
export async function setUpNewVault(
  place: Place,
  input: { readonly password: Uint8Array },
  context: CallContext,
): Promise<Runtime> {
  await checkNewPassword(input.password);
  const runtime = await openRuntime({ ...place, create: true });
  try {
    await runtime.vault.setup(input, context);
    return runtime;
  } catch (thrown) {
    await runtime.close();
    throw thrown;
  }
}
