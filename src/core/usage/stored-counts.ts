import { VaultError } from '../../shared/vault-error.ts';
import { countStored, type StorageMeter, type Stored } from '../conversations/storage-meter.ts';
import type { StoreReader } from '../ports.ts';
import type { CurrentRules } from './usage-rules.ts';

/**
 * What each client stores, held to its plan. A client is counted from its rows when it is first asked for after an unlock,
 * whatever `quotas` says of it; from then on every change is added, so that any number of appends at once stop exactly at
 * the limit.
 */
export class StoredCounts implements StorageMeter {
  readonly #store: StoreReader;
  readonly #rules: CurrentRules;
  readonly #known = new Map<string, Stored>();
  /** Clients whose number in `quotas` is an older one. */
  readonly #changed = new Set<string>();
  #flush: () => void = () => undefined;

  constructor(store: StoreReader, rules: CurrentRules) {
    this.#store = store;
    this.#rules = rules;
  }

  /** What writes the turns that wait, which are in no row yet. */
  flushBeforeCounting(flush: () => void): void {
    this.#flush = flush;
  }

  /** What a client stores now. @throws what the flush throws. */
  of(clientId: string): Stored {
    const known = this.#known.get(clientId);
    if (known !== undefined) return known;
    this.#flush();
    const stored = countStored(this.#store, clientId);
    this.#known.set(clientId, stored);
    // Without a row as many as none: nobody gets one by being asked for.
    const { items, bytes } = this.#store.get('quotas', clientId) ?? { items: 0, bytes: 0 };
    if (items !== stored.items || bytes !== stored.bytes) this.#changed.add(clientId);
    return stored;
  }

  /** What is to be written of a client; null: it was not counted since the unlock. */
  knownOf(clientId: string): Stored | null {
    return this.#known.get(clientId) ?? null;
  }

  check(clientId: string, more: Stored): void {
    const plan = this.#rules.planOf(clientId);
    if (plan === null) return;
    const limits = this.#rules.limitsOf(plan);
    if (limits.items === null && limits.bytes === null) return;
    const { items, bytes } = this.of(clientId);
    if (isBeyond(items, more.items, limits.items)) {
      throw new VaultError('over_quota', { hint: 'The plan keeps no more turns.' });
    }
    if (isBeyond(bytes, more.bytes, limits.bytes)) {
      throw new VaultError('over_quota', { hint: 'The plan keeps no more bytes of turns.' });
    }
  }

  changed(clientId: string, by: Stored): void {
    const known = this.#known.get(clientId);
    // Who was not counted yet is when it is asked for; then the rows say this too.
    if (known === undefined) return;
    this.#known.set(clientId, {
      items: Math.max(0, known.items + by.items),
      bytes: Math.max(0, known.bytes + by.bytes),
    });
    this.#changed.add(clientId);
  }

  get waiting(): Iterable<string> {
    return this.#changed;
  }

  get isWaiting(): boolean {
    return this.#changed.size > 0;
  }

  /** What was to be written is. */
  written(): void {
    this.#changed.clear();
  }

  /** Counts anew when asked again: another state of the file may follow. */
  reload(): void {
    this.#known.clear();
    this.#changed.clear();
  }

  forget(clientId: string): void {
    this.#known.delete(clientId);
    this.#changed.delete(clientId);
  }
}

/** What adds nothing passes, however much there is. */
function isBeyond(used: number, more: number, limit: number | null): boolean {
  return limit !== null && more > 0 && used + more > limit;
}
