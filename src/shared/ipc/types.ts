import type { ErrorCode } from '../errors.ts';
import type { Call, Event } from './call.ts';
import type { contract } from './contract.ts';

/** The contract's type. */
export type Contract = typeof contract;
/** Names of its groups. */
export type Group = keyof Contract;

/** A refusal as data. `retryAfterMs` comes with `throttled` and `rate_limited`. */
export interface CallError {
  readonly code: ErrorCode;
  /** The same one stands in the audit line. */
  readonly correlationId: string;
  readonly retryAfterMs?: number;
}

/** What every call answers; a call never rejects on purpose. */
export type Reply<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: CallError };

/** Names of a group's calls. */
export type CallsOf<G extends Group> = {
  [V in keyof Contract[G]]: Contract[G][V] extends Call<infer _R, infer _V> ? V : never;
}[keyof Contract[G]];

/** Names of a group's events. */
export type EventsOf<G extends Group> = {
  [V in keyof Contract[G]]: Contract[G][V] extends Event
    ? Contract[G][V] extends Call
      ? never
      : V
    : never;
}[keyof Contract[G]];

/** A call's request. */
export type RequestOf<C> = C extends Call<infer Request, infer _Value> ? Request : never;
/** A call's reply value. */
export type ValueOf<C> = C extends Call<infer _Request, infer Value> ? Value : never;
/** An event's payload. */
export type PayloadOf<E> = E extends Event<infer Payload> ? Payload : never;

/** The calls as the page has them. */
export type Calls = {
  readonly [G in Group]: {
    readonly [V in CallsOf<G>]: (
      request: RequestOf<Contract[G][V]>,
    ) => Promise<Reply<ValueOf<Contract[G][V]>>>;
  };
};

/** The events as the page has them; each answers the function that ends it. */
export type Events = {
  readonly [G in Group as EventsOf<G> extends never ? never : G]: {
    readonly [V in EventsOf<G>]: (
      listener: (payload: PayloadOf<Contract[G][V]>) => void,
    ) => () => void;
  };
};

/** `window.strongroom`. */
export type Bridge = Calls & { readonly on: Events };
