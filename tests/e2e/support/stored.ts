import type { VaultApi } from '../../../src/core/api.ts';
import { NEW_VAULT_COST } from '../../../src/core/format/header.ts';
import type { SecretDetail } from '../../../src/shared/secret.ts';
import { call, openVaultAt, SteppingClock, utf8 } from '../../support/vault-fixture.ts';
import { SAMPLE_NOW } from './sample-secrets.ts';
import { OWNER_PASSWORD } from './seed.ts';

/** Opens the vault that the app has closed, by the vault's own code and after the sample's time. */
export async function inVault<R>(
  home: string,
  look: (vault: VaultApi) => Promise<R>,
  password: string = OWNER_PASSWORD,
): Promise<R> {
  const clock = new SteppingClock();
  clock.wallMs = Math.max(Date.parse(SAMPLE_NOW) + 3_600_000, Date.now());
  const vault = openVaultAt(home, { clock, targetCost: NEW_VAULT_COST, create: false });
  try {
    await vault.unlock({ password: utf8(password) }, call());
    return await look(vault);
  } finally {
    await vault.close();
  }
}

/** A secret with its values, as it lies in the vault. */
export interface StoredSecret {
  readonly detail: SecretDetail;
  /** Field → value; concealed ones are told by `detail`. */
  readonly values: Readonly<Record<string, string>>;
}

/** Reads one secret whole. */
export async function stored(vault: VaultApi, name: string): Promise<StoredSecret> {
  const detail = await vault.secrets.describe({ name }, call());
  const values = await vault.secrets.withSecret(
    { name },
    'read',
    ({ fields }) =>
      Object.fromEntries(
        fields.map((field) => [field.name, Buffer.from(field.value).toString('utf8')]),
      ),
    call(),
  );
  return { detail, values };
}

/** The names of every secret, in the order of the list. */
export async function storedNames(vault: VaultApi): Promise<readonly string[]> {
  const { secrets } = await vault.secrets.list(call());
  return secrets.map(({ name }) => name);
}
