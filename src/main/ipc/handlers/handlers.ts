import type { CallContext } from '../../../core/call.ts';
import type { Call } from '../../../shared/ipc/call.ts';
import type { CallsOf, Contract, Group } from '../../../shared/ipc/types.ts';

/** What carries a call out. What it throws becomes the refusal's code. */
export type Handler<C> =
  C extends Call<infer Request, infer Value>
    ? (request: Request, context: CallContext) => Value | Promise<Value>
    : never;

/** The handlers of one group. */
export type GroupHandlers<G extends Group> = {
  readonly [V in CallsOf<G>]: Handler<Contract[G][V]>;
};

/** A handler for every call of the contract: one that is missing does not compile. */
export type Handlers = { readonly [G in Group]: GroupHandlers<G> };
