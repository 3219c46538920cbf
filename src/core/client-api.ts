import type {
  AddClientInput,
  ClientList,
  ClientPatch,
  ClientRef,
  ClientSummary,
  CreateKeyInput,
  GrantLimits,
  GrantMode,
  GrantRules,
  GrantSummary,
  KeySummary,
  NewKey,
  Pause,
  RemovedClient,
  RotateKeyInput,
} from '../shared/client.ts';
import type { PlanLimits, PlanView } from '../shared/plan.ts';
import type { CallContext, SecretRef } from './api.ts';

/** The verbs over clients. */
export interface ClientsApi {
  /** @throws `name_taken` for a second name, external id or email, `name_invalid`, `invalid_input`. */
  add(input: AddClientInput, context: CallContext): Promise<{ readonly id: string }>;
  /** By name (case-insensitive order); `all` shows the removed ones as well. */
  list(input: { readonly all?: boolean }, context: CallContext): Promise<ClientList>;
  get(ref: ClientRef, context: CallContext): Promise<ClientSummary>;
  update(
    input: { readonly ref: ClientRef; readonly patch: ClientPatch },
    context: CallContext,
  ): Promise<void>;
  suspend(ref: ClientRef, context: CallContext): Promise<void>;
  resume(ref: ClientRef, context: CallContext): Promise<void>;
  /** Revokes the keys, drops the grants, keeps the row; says how many of each there were. */
  remove(ref: ClientRef, context: CallContext): Promise<RemovedClient>;
  /** Removes the row and all that hangs on it. The door has asked for password and name. */
  purge(ref: ClientRef, context: CallContext): Promise<RemovedClient>;
}

/** The verbs over API keys. */
export interface KeysApi {
  create(input: CreateKeyInput, context: CallContext): Promise<NewKey>;
  /** Newest first; `all` shows those that have ended as well. */
  list(
    input: { readonly client?: ClientRef; readonly all?: boolean },
    context: CallContext,
  ): Promise<readonly KeySummary[]>;
  /** By SHA-256 of the key. @throws `not_found`. */
  findByHash(input: { readonly hash: Uint8Array }, context: CallContext): Promise<KeySummary>;
  /** A new key of the same client, name and lifetime; the old one never outlives its own end. */
  rotate(input: RotateKeyInput, context: CallContext): Promise<NewKey>;
  revoke(input: { readonly id: string }, context: CallContext): Promise<void>;
  /** Notes that the key was used and its client seen. */
  noteUse(input: { readonly id: string }, context: CallContext): Promise<void>;
}

/** A grant to be made. */
export interface AddGrantInput {
  readonly client: ClientRef;
  readonly secret: SecretRef;
  readonly mode: GrantMode;
  /** For inject and sign. */
  readonly rules?: GrantRules;
  readonly limits?: GrantLimits;
  /** UTC instant; null or absent: until it is taken back. */
  readonly expiresAt?: string | null;
}

/** The verbs over grants. */
export interface GrantsApi {
  add(input: AddGrantInput, context: CallContext): Promise<{ readonly id: string }>;
  /** Oldest first, of one client, over one secret, of both, or all. */
  list(
    input: { readonly client?: ClientRef; readonly secret?: SecretRef },
    context: CallContext,
  ): Promise<readonly GrantSummary[]>;
  remove(input: { readonly id: string }, context: CallContext): Promise<void>;
}

/** Holding clients at once, and letting them go. `client` null means all of them. */
export interface PausesApi {
  /** Needs no password. */
  list(): readonly Pause[];
  /** Works while locked too; then a client is named by its id. */
  pause(input: { readonly client: ClientRef | null }, context: CallContext): Promise<Pause>;
  /** Whether it was held. */
  unpause(input: { readonly client: ClientRef | null }, context: CallContext): Promise<boolean>;
}

/** The verbs over plans: named profiles of limits. */
export interface PlansApi {
  /** The built-in ones and those of the owner, by name. */
  list(context: CallContext): Promise<readonly PlanView[]>;
  /** Changes a plan or makes one: null takes a limit away, what is absent stays. @throws `invalid_input`, `name_invalid`. */
  set(
    input: { readonly name: string; readonly limits: Partial<PlanLimits> },
    context: CallContext,
  ): Promise<PlanView>;
  /** Removes a plan of the owner's, or takes a built-in one back to its defaults. @throws `not_found`, `invalid_input` while a client has it. */
  remove(input: { readonly name: string }, context: CallContext): Promise<void>;
}
