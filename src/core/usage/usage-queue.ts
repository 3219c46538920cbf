import { randomId } from '../crypto/random.ts';
import type { StoreTransaction } from '../ports.ts';
import type { UsageRow } from '../rows.ts';
import { tryTo, type VaultCore } from '../session/vault-core.ts';
import type { QuotaCounts } from './quota-counts.ts';

/** Rows beyond which new ones are lost while the file cannot be written. */
const MOST_WAITING = 10_000;

/** What waits to be written: answered requests, sealed; who was seen when; quotas. */
export class UsageQueue {
  /** So many rows are worth a transaction of their own. */
  static readonly FLUSH_AT = 1000;
  readonly #core: VaultCore;
  readonly #quotas: QuotaCounts;
  #rows: UsageRow[] = [];
  #lost = 0;
  readonly #keysSeen = new Map<string, string>();
  readonly #clientsSeen = new Map<string, string>();
  readonly #forgotten = new Set<string>();

  constructor(core: VaultCore, quotas: QuotaCounts) {
    this.#core = core;
    this.#quotas = quotas;
  }

  /** Takes a row, and that its client and key were seen then. Returns how many rows wait. */
  add(row: UsageRow): number {
    if (this.#isGone(row.client_id)) return this.#rows.length;
    if (this.#rows.length < MOST_WAITING) this.#rows.push(row);
    else this.#lost += 1;
    this.#clientsSeen.set(row.client_id, row.created_at);
    if (row.key_id !== null) this.#keysSeen.set(row.key_id, row.created_at);
    return this.#rows.length;
  }

  /** Writes all of it in one transaction. @throws VaultError as the store does; then all of it waits on. */
  write(): void {
    const waits = this.#rows.length + this.#clientsSeen.size + this.#lost > 0;
    if (!waits && !this.#quotas.waiting) return;
    this.#core.store.transaction((tx) => {
      this.#writeInto(tx);
    });
    this.#rows = [];
    this.#keysSeen.clear();
    this.#clientsSeen.clear();
    this.#quotas.written();
    this.#tellLost();
  }

  /** The same; a file that cannot be written now is tried again. */
  tryToWrite(): void {
    tryTo(() => {
      this.write();
    });
  }

  /** Drops what waits for a client; what is still being answered for it is not taken any more. */
  forget(clientId: string): void {
    this.#forgotten.add(clientId);
    const keys = this.#rows.filter((row) => row.client_id === clientId).map((row) => row.key_id);
    for (const key of keys) if (key !== null) this.#keysSeen.delete(key);
    this.#rows = this.#rows.filter((row) => row.client_id !== clientId);
    this.#clientsSeen.delete(clientId);
  }

  /** An import can make a client anew under the id that it had. */
  #isGone(clientId: string): boolean {
    if (!this.#forgotten.has(clientId)) return false;
    if (this.#core.store.get('clients', clientId) === null) return true;
    this.#forgotten.delete(clientId);
    return false;
  }

  #writeInto(tx: StoreTransaction): void {
    for (const row of this.#rows) tx.insert('usage_records', row);
    for (const [id, at] of this.#keysSeen) {
      const row = { key_id: id, last_used_at: at };
      if (tx.get('key_activity', id) === null) tx.insert('key_activity', row);
      else tx.update('key_activity', row);
    }
    for (const [id, at] of this.#clientsSeen) {
      const row = { client_id: id, last_seen_at: at };
      if (tx.get('client_activity', id) === null) tx.insert('client_activity', row);
      else tx.update('client_activity', row);
    }
    this.#quotas.write(tx, this.#core.clock.nowText());
  }

  #tellLost(): void {
    if (this.#lost === 0) return;
    const context = { correlationId: randomId(), actor: 'system' } as const;
    const line = { event: 'usage.lost', outcome: 'error', n: { requests: this.#lost } } as const;
    this.#lost = 0;
    tryTo(() => {
      this.#core.audit.write(line, context);
    });
  }
}
