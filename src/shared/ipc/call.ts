import type { z } from 'zod';

/** When a call is answered: `any` always, `open` only while the vault is unlocked (or tampered, which is read-only). */
export type Needs = 'any' | 'open';

/**
 * How often a call is answered before `rate_limited`; the numbers are in `src/main/ipc/rate-limits.ts`. Calls of one
 * class share their allowance, but for `read`, where each call has its own.
 */
export type RateClass = 'read' | 'write' | 'password' | 'reveal' | 'plain' | 'heavy';

/** What holds for a call before its handler sees it. */
export interface CallPolicy {
  readonly needs: Needs;
  readonly rate: RateClass;
  /** Largest request in bytes, counted over its texts and buffers; 16 KiB if absent. */
  readonly maxBytes?: number;
}

/** One call of the contract: the parser of its request, its policy, and (as a type only) its reply. */
export interface Call<Request = unknown, Value = unknown> {
  readonly kind: 'call';
  readonly request: z.ZodType<Request>;
  readonly policy: CallPolicy;
  /** Never there at run time: carries the type of the reply. */
  readonly value?: Value;
}

/** One event that main sends to the page; `payload` carries its type only. */
export interface Event<Payload = unknown> {
  readonly kind: 'event';
  readonly payload?: Payload;
}

/** A call that answers a `Value`. */
export function call<Value>() {
  return <Request>(request: z.ZodType<Request>, policy: CallPolicy): Call<Request, Value> => ({
    kind: 'call',
    request,
    policy,
  });
}

/** An event with a `Payload`. */
export function event<Payload>(): Event<Payload> {
  return { kind: 'event' };
}
