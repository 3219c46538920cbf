import type { RateClass } from '../../shared/ipc/call.ts';

/** So many calls at once, and then so many a second. */
interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** A page that works for its owner stays far below; a page that works against him gets no further. */
const ALLOWANCES: Readonly<Record<RateClass, Allowance>> = {
  read: { burst: 120, perSecond: 60 },
  write: { burst: 20, perSecond: 5 },
  password: { burst: 10, perSecond: 1 },
  reveal: { burst: 12, perSecond: 0.5 },
  plain: { burst: 30, perSecond: 3 },
  heavy: { burst: 3, perSecond: 0.5 },
};

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** Token buckets on the monotonic clock. Calls of a class share one; each `read` has its own. */
export class RateLimits {
  readonly #clock: { readonly monotonicMs: () => number };
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: { readonly monotonicMs: () => number }) {
    this.#clock = clock;
  }

  /** Takes one call: 0, or the milliseconds until one is allowed again. */
  take(channel: string, rate: RateClass): number {
    const { burst, perSecond } = ALLOWANCES[rate];
    const bucket = this.#filled(rate === 'read' ? channel : rate, { burst, perSecond });
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / perSecond) * 1000);
    bucket.tokens -= 1;
    return 0;
  }

  #filled(name: string, { burst, perSecond }: Allowance): Bucket {
    const now = this.#clock.monotonicMs();
    const bucket = this.#buckets.get(name) ?? { tokens: burst, filledAtMs: now };
    const gained = (Math.max(0, now - bucket.filledAtMs) / 1000) * perSecond;
    bucket.tokens = Math.min(burst, bucket.tokens + gained);
    bucket.filledAtMs = now;
    this.#buckets.set(name, bucket);
    return bucket;
  }
}
