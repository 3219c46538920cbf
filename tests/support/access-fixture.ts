import type { Listener, Principal } from '../../src/shared/access.ts';
import type { VaultApi } from '../../src/core/api.ts';
import type { CallContext } from '../../src/core/call.ts';
import type { VaultStore } from '../../src/core/ports.ts';
import type { AddClientInput, CreateKeyInput } from '../../src/shared/client.ts';
import { SteppingClock, call, field, unlockedVault, type OpenOptions } from './vault-fixture.ts';

/** A vault with the store under it, which can be changed behind its back. */
export interface Subject {
  readonly vault: VaultApi;
  readonly store: VaultStore;
  readonly home: string;
  readonly clock: SteppingClock;
}

/** An unlocked vault with the secrets alpha (no side), paper-one and live-one. */
export async function subject(options: OpenOptions = {}): Promise<Subject> {
  const clock = new SteppingClock();
  const held: { store: VaultStore | null } = { store: null };
  const { vault, home } = await unlockedVault({
    clock,
    wrapStore: (store) => {
      held.store = store;
      return store;
    },
    ...options,
  });
  await vault.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
  for (const environment of ['paper', 'live']) {
    const name = `${environment}-one`;
    await vault.secrets.set({ name, fields: [field(name)], metadata: { environment } }, call());
  }
  if (held.store === null) throw new Error('the store was not opened');
  return { vault, home, clock, store: held.store };
}

/** A client of this name on the plan without limits, with a key; what else is known of it as given. */
export async function clientWithKey(
  vault: VaultApi,
  name: string,
  options: {
    readonly key?: Partial<CreateKeyInput>;
    readonly client?: Partial<AddClientInput>;
  } = {},
): Promise<{ readonly id: string; readonly key: Uint8Array; readonly keyId: string }> {
  const { id } = await vault.clients.add({ name, plan: 'unlimited', ...options.client }, call());
  const made = await vault.keys.create({ client: { id }, name: 'k', ...options.key }, call());
  return { id, key: made.key, keyId: made.summary.id };
}

/** Who shows this credential. @throws Error if it is refused, with the reason. */
export function principalOf(
  vault: VaultApi,
  credential: Uint8Array | null,
  listener: Listener = 'tcp',
): Principal {
  const { principal, refused } = vault.access.identify({ credential, listener });
  if (principal === undefined) throw new Error(refused.why);
  return principal;
}

/** Why it is refused; null: it is not. */
export function whyRefused(
  vault: VaultApi,
  credential: Uint8Array | null,
  listener: Listener = 'tcp',
): string | null {
  return vault.access.identify({ credential, listener }).refused?.why ?? null;
}

/** A call of the gateway, of its own. */
export function gatewayCall(): CallContext {
  return { ...call(), actor: 'gateway' };
}

/** The text of the field `value`, as a client reads it. */
export function readAs(vault: VaultApi, principal: Principal, name: string): Promise<string> {
  return vault.access.withSecret(
    principal,
    { name },
    ({ fields }) => new TextDecoder().decode(fields[0]?.value),
    gatewayCall(),
  );
}
