import type { StoreReader, StoreTransaction } from '../ports.ts';
import { monthOf } from './calendar-day.ts';

/** A client's requests of its present day and month. */
export interface QuotaCount {
  readonly day: string;
  readonly dayRequests: number;
  readonly month: string;
  readonly monthRequests: number;
}

/** Requests by calendar day and month, counted in memory over the rows of `quotas`. */
export class QuotaCounts {
  readonly #store: StoreReader;
  readonly #known = new Map<string, QuotaCount>();
  readonly #changed = new Set<string>();

  constructor(store: StoreReader) {
    this.#store = store;
  }

  /** What a client has used on this day, and in its month. */
  of(clientId: string, day: string): QuotaCount {
    const known = this.#known.get(clientId) ?? this.#stored(clientId);
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
    return this.#changed.size > 0;
  }

  /** Writes what changed. Items and bytes in a row are not counted here and stay. */
  write(tx: StoreTransaction, nowText: string): void {
    for (const clientId of this.#changed) {
      const count = this.#known.get(clientId);
      if (count === undefined) continue;
      const before = tx.get('quotas', clientId);
      const row = {
        client_id: clientId,
        day: count.day,
        day_requests: count.dayRequests,
        month: count.month,
        month_requests: count.monthRequests,
        items: before?.items ?? 0,
        bytes: before?.bytes ?? 0,
        updated_at: nowText,
      };
      if (before === null) tx.insert('quotas', row);
      else tx.update('quotas', row);
    }
  }

  /** What was to be written is. */
  written(): void {
    this.#changed.clear();
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

  #stored(clientId: string): QuotaCount | null {
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
