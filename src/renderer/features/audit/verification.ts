import type { CallError } from '../../../shared/ipc/types.ts';
import type { AuditVerification } from '../../../shared/model.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { createStore, useStore } from '../../app/store.ts';
import { nowText } from '../../clock.ts';
import { vaultClient } from '../../vault-client.ts';

/** What is known of the chain. It stays known while the owner looks at other things. */
export interface ChainState {
  readonly checking: boolean;
  readonly last: { readonly found: AuditVerification; readonly at: string } | null;
  readonly refusal: CallError | null;
}

const chain = createStore<ChainState>({ checking: false, last: null, refusal: null });

export const useChainState = (): ChainState => useStore(chain);

/** Walks every line; a long log takes seconds. */
export async function verifyNow(): Promise<void> {
  if (chain.get().checking) return;
  chain.set({ ...chain.get(), checking: true, refusal: null });
  try {
    const found = await valueOf(vaultClient.audit.verify({}));
    chain.set({ checking: false, last: { found, at: nowText() }, refusal: null });
  } catch (thrown) {
    chain.set({ ...chain.get(), checking: false, refusal: asRefusal(thrown) });
  }
}
