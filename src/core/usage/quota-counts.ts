import type { StoreReader, StoreTransaction } from '../ports.ts';
import { monthOf } from './calendar-day.ts';
import type { StoredCounts } from './stored-counts.ts';

/** A client's requests of its present day and month. */
export interface QuotaCount {
  readonly day: string;
  readonly dayRequests: number;
  readonly month: string;
  readonly monthRequests: number;
}

/** The rows of `quotas`: requests by calendar day and month, counted in memory, and what is stored. */
export class QuotaCounts {
  readonly #store: StoreReader;
  readonly #stored: StoredCounts;
  readonly #known = new Map<string, QuotaCount>();
  readonly #changed = new Set<string>();

  constructor(store: StoreReader, stored: StoredCounts) {
    this.#store = store;
    this.#stored = stored;
  }

  /** What a client has used on this day, and in its month. */
  of(clientId: string, day: string): QuotaCount {
    const known = this.#known.get(clientId) ?? this.#written(clientId);
    const month = monthOf(day);
    if (known?.day === day) return known;
    return {
      day,
      dayRequests: 0,
      month,
      monthRequests: known?.month === month ? known.monthRequests : 0,
    };
  }

  /** Counts one request more than `before`, which is of the same client. */
  count(clientId: string, before: QuotaCount): void {
    const { dayRequests, monthRequests } = before;
    const counted = { ...before, dayRequests: dayRequests + 1, monthRequests: monthRequests + 1 };
    this.#known.set(clientId, counted);
    this.#changed.add(clientId);
  }

  get waiting(): boolean {
    return this.#changed.size > 0 || this.#stored.isWaiting;
  }

  /** Writes what changed. */
  write(tx: StoreTransaction, nowText: string): void {
    for (const clientId of new Set([...this.#changed, ...this.#stored.waiting])) {
      const before = tx.get('quotas', clientId);
      // Who has only stored something has asked for nothing on this day.
      const day = nowText.slice(0, 'YYYY-MM-DD'.length);
      const count = this.#known.get(clientId) ?? this.#written(clientId) ?? noRequests(day);
      const stored = this.#stored.knownOf(clientId);
      const row = {
        client_id: clientId,
        day: count.day,
        day_requests: count.dayRequests,
        month: count.month,
        month_requests: count.monthRequests,
        items: stored?.items ?? before?.items ?? 0,
        bytes: stored?.bytes ?? before?.bytes ?? 0,
        updated_at: nowText,
      };
      if (before === null) tx.insert('quotas', row);
      else tx.update('quotas', row);
    }
  }

  /** What was to be written is. */
  written(): void {
    this.#changed.clear();
    this.#stored.written();
  }

  /** Reads what is written anew: another state of the file may follow. What still waits is kept. */
  reload(): void {
    for (const clientId of this.#known.keys()) {
      if (!this.#changed.has(clientId)) this.#known.delete(clientId);
    }
  }

  forget(clientId: string): void {
    this.#known.delete(clientId);
    this.#changed.delete(clientId);
  }

  #written(clientId: string): QuotaCount | null {
    const row = this.#store.get('quotas', clientId);
    if (row === null) return null;
    const count = {
      day: row.day,
      dayRequests: Math.max(0, row.day_requests),
      month: row.month,
      monthRequests: Math.max(0, row.month_requests),
    };
    this.#known.set(clientId, count);
    return count;
  }
}

function noRequests(day: string): QuotaCount {
  return { day, dayRequests: 0, month: monthOf(day), monthRequests: 0 };
}
