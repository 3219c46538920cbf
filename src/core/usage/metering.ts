import type {
  AnsweredRequest,
  Me,
  Principal,
  UsageQuery,
  UsageReport,
} from '../../shared/access.ts';
import type { GrantLimits } from '../../shared/client.ts';
import type { PlanLimits } from '../../shared/plan.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { randomId } from '../crypto/random.ts';
import type { Counter, VaultCore } from '../session/vault-core.ts';
import { readSetting } from '../settings/read-setting.ts';
import { QuotaCounts } from './quota-counts.ts';
import { RateWindows } from './rate-windows.ts';
import { StoredCounts } from './stored-counts.ts';
import { UsageQueue } from './usage-queue.ts';
import { sealUsage } from './usage-record.ts';
import { reportUsage } from './usage-report.ts';
import { CurrentRules } from './usage-rules.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Rows that one call of `expireOld` removes at most: it runs between requests. */
const EXPIRED_AT_ONCE = 5000;

/**
 * Counts what clients use and keeps what was answered. Rates are in memory, of fixed windows, and outlive a lock; days and
 * months are the owner's and are counted over the file; answered requests are sealed at once and written by `flush`.
 */
export class Metering implements Counter {
  /** Turns and profiles. */
  readonly stored: StoredCounts;
  readonly #core: VaultCore;
  readonly #rules: CurrentRules;
  readonly #quotas: QuotaCounts;
  readonly #queue: UsageQueue;
  readonly #requests = new RateWindows([MINUTE_MS, HOUR_MS]);
  readonly #reads = new RateWindows([HOUR_MS]);
  readonly #grants = new RateWindows([MINUTE_MS, HOUR_MS, DAY_MS]);

  constructor(core: VaultCore) {
    this.#core = core;
    this.#rules = new CurrentRules(core);
    this.stored = new StoredCounts(core.store, this.#rules);
    this.#quotas = new QuotaCounts(core.store, this.stored);
    this.#queue = new UsageQueue(core, this.#quotas);
    core.counters.add(this);
  }

  /**
   * Lets one request of a client in and counts it; one that is refused is not counted.
   * @throws VaultError `rate_limited` with retryAfterMs, `over_quota`, `locked`.
   */
  admit({ clientId, plan }: { readonly clientId: string; readonly plan: string }): void {
    const { perMinute, perHour, perDay, perMonth } = this.#rules.limitsOf(plan);
    const nowMs = this.#core.clock.monotonicMs();
    const limits = [
      { ms: MINUTE_MS, limit: perMinute },
      { ms: HOUR_MS, limit: perHour },
    ];
    refuseBeyond(this.#requests.waitMs(clientId, limits, nowMs));
    const quota = this.#quotas.of(clientId, this.#today());
    if (perDay !== null && quota.dayRequests >= perDay) {
      throw new VaultError('over_quota', { hint: 'The requests of this day are used up.' });
    }
    if (perMonth !== null && quota.monthRequests >= perMonth) {
      throw new VaultError('over_quota', { hint: 'The requests of this month are used up.' });
    }
    this.#requests.count(clientId, nowMs);
    this.#quotas.count(clientId, quota);
  }

  /**
   * Counts a value that is about to be handed to a client under a grant; one that is refused counts for neither.
   * @throws VaultError `rate_limited` with retryAfterMs, `locked`.
   */
  countRead(clientId: string, grant?: { readonly id: string; readonly limits: GrantLimits }): void {
    const { readsPerHour } = this.#rules.now;
    const limit = readsPerHour === 0 ? null : readsPerHour;
    const nowMs = this.#core.clock.monotonicMs();
    refuseBeyond(this.#reads.waitMs(clientId, [{ ms: HOUR_MS, limit }], nowMs));
    if (grant !== undefined) this.countGrant(grant.id, grant.limits);
    this.#reads.count(clientId, nowMs);
  }

  /** Counts a use of a grant; its day are 24 hours from the first use on. @throws VaultError `rate_limited`. */
  countGrant(grantId: string, { perMinute, perHour, perDay }: GrantLimits): void {
    if (perMinute === undefined && perHour === undefined && perDay === undefined) return;
    const nowMs = this.#core.clock.monotonicMs();
    const limits = [
      { ms: MINUTE_MS, limit: perMinute ?? null },
      { ms: HOUR_MS, limit: perHour ?? null },
      { ms: DAY_MS, limit: perDay ?? null },
    ];
    refuseBeyond(this.#grants.waitMs(grantId, limits, nowMs));
    this.#grants.count(grantId, nowMs);
  }

  /** The limits of a plan. @throws VaultError `locked`. */
  limitsOf(plan: string): PlanLimits {
    return this.#rules.limitsOf(plan);
  }

  /** What a client has used of its plan up to now. @throws VaultError `locked`. */
  usedOf(clientId: string): Me['used'] {
    const nowMs = this.#core.clock.monotonicMs();
    const { dayRequests, monthRequests } = this.#quotas.of(clientId, this.#today());
    const { items, bytes } = this.stored.of(clientId);
    return {
      minute: this.#requests.used(clientId, MINUTE_MS, nowMs),
      hour: this.#requests.used(clientId, HOUR_MS, nowMs),
      day: dayRequests,
      month: monthRequests,
      ...{ items, bytes },
    };
  }

  /** Keeps an answered request: sealed now, written by the next `flush`. Does nothing while locked or tampered with. */
  record(principal: Principal, request: AnsweredRequest, context: CallContext): void {
    const { session, clock } = this.#core;
    if (session === null || session.tampered) return;
    const { clientId, keyId } = principal;
    const createdAt = clock.nowText();
    const { route, method, status } = request;
    const row = sealUsage(session.keys, {
      id: `usg_${randomId()}`,
      clientId,
      keyId,
      route,
      method,
      status,
      ms: Math.max(0, Math.round(request.ms)),
      day: this.#today(),
      createdAt,
      correlationId: context.correlationId,
    });
    if (this.#queue.add(row) >= UsageQueue.FLUSH_AT) this.flush();
  }

  /** Writes what waits, in one transaction; what cannot be written waits on. Does nothing while locked. Never throws. */
  flush(): void {
    const { session } = this.#core;
    if (session === null || session.tampered) return;
    this.#queue.tryToWrite();
  }

  /** Usage of one client, one key or all. Leaves no line. @throws VaultError `locked`, `invalid_input`. */
  async report(query: UsageQuery, context: CallContext): Promise<UsageReport> {
    this.flush();
    const report = await reportUsage(this.#core, query, context);
    const { clientId } = query;
    return clientId === undefined ? report : { ...report, stored: this.stored.of(clientId) };
  }

  /** Removes answered requests that are older than `usage.keep_days`, some thousand a call. Returns how many. */
  expireOld(): number {
    const { session, clock, store } = this.#core;
    if (session === null || session.tampered) return 0;
    const keepMs = readSetting(this.#core, 'usage.keep_days') * DAY_MS;
    const before = new Date(clock.nowMs() - keepMs).toISOString();
    return store.transaction((tx) => tx.removeUsage({ before }, EXPIRED_AT_ONCE));
  }

  /** Writes what waits and drops what the file may say otherwise after a lock. @throws as `Counter.settle`. */
  settle(): void {
    this.#rules.drop();
    try {
      this.#queue.write();
    } finally {
      this.#quotas.reload();
      this.stored.reload();
    }
  }

  /** Drops what waits for a client that is being purged; nothing is kept of it any more. */
  forget(clientId: string): void {
    this.#requests.forget(clientId);
    this.#reads.forget(clientId);
    this.#quotas.forget(clientId);
    this.stored.forget(clientId);
    this.#queue.forget(clientId);
  }

  #today(): string {
    return this.#rules.now.calendar.dayOf(this.#core.clock.nowMs());
  }
}

function refuseBeyond(retryAfterMs: number): void {
  if (retryAfterMs > 0) throw new VaultError('rate_limited', { retryAfterMs });
}
