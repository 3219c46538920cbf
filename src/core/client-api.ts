import type {
  AddClientInput,
  ClientList,
  ClientPatch,
  ClientRef,
  ClientStatus,
  ClientSummary,
  CreateKeyInput,
  GrantLimits,
  GrantMode,
  GrantStanding,
  GrantRules,
  GrantSummary,
  KeySummary,
  NewKey,
  Pause,
  RemovedClient,
  RotateKeyInput,
} from '../shared/client.ts';
import type { SessionStatus } from '../shared/access.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { PlanLimits, PlanView } from '../shared/plan.ts';
import type { CallContext, SecretRef } from './call.ts';

/** Limits of one import of clients; beyond them it is refused whole with `too_large`. */
export const CLIENT_IMPORT_LIMITS = { clients: 10_000, sessions: 100_000 } as const;

/** A client of an older system's store. Instants are UTC; those that are absent are now. */
export interface ImportClient {
  /** Its id in that store: what its sessions name, and what its id here is made from. */
  readonly sourceId: string;
  readonly name: string;
  readonly externalId?: string;
  readonly email?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly status: ClientStatus;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly lastSeenAt?: string;
}

/** A session of an older system's store. Instants are UTC; those that are absent are now. */
export interface ImportSession {
  readonly sourceId: string;
  /** `sourceId` of its client; null: nobody's, so that it goes to the client `default`. */
  readonly client: string | null;
  /** Id of its conversation in that store. */
  readonly conversation: string | null;
  readonly profile: string | null;
  /** An active one whose time is over comes as expired, one of a client that is gone as closed. */
  readonly status: SessionStatus;
  readonly metadata: Readonly<Record<string, string>>;
  readonly turnCount: number;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly lastActivityAt?: string;
  readonly expiresAt?: string;
}

/** What an import of clients is to take over. */
export interface ImportClientsInput {
  /** Which system it comes from, a word: the same id of two systems is not the same. */
  readonly source: string;
  readonly clients: readonly ImportClient[];
  readonly sessions: readonly ImportSession[];
  /** Has the client `default` made if it is not there, also if no session is nobody's: conversations are. */
  readonly needsDefault?: boolean;
  readonly dryRun: boolean;
}

/** What became of one of them. */
export interface ImportedRow {
  readonly sourceId: string;
  /** Its id here; null if it was left out. */
  readonly id: string | null;
  readonly outcome: 'imported' | 'clash' | 'refused';
  readonly code?: ErrorCode;
  readonly hint?: string;
}

/** What became of an import of clients, in the order of the input. */
export interface ImportedClients {
  readonly clients: readonly ImportedRow[];
  readonly sessions: readonly ImportedRow[];
  /** Whether the client `default` had to be made for what was nobody's. */
  readonly madeDefault: boolean;
}

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
  /**
   * Takes clients and sessions of an older store over, without keys and grants: all that clash with nothing and are as
   * they must be in one transaction; the others are named and nothing is overwritten. @throws `invalid_input`, `too_large`;
   * `name_taken` if somebody else took a name meanwhile: nothing was written.
   */
  importAll(input: ImportClientsInput, context: CallContext): Promise<ImportedClients>;
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

/** What a grant says to a request: the first thing that stops it, null: nothing. */
export interface CheckedGrant {
  readonly id: string;
  readonly mode: GrantMode | 'write';
  readonly stoppedBy: Exclude<GrantStanding, 'holds'> | 'mode' | 'rules' | 'live_host' | null;
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
  /**
   * Which grants of the client would let a request carry the secret (or be signed with it), and why the others would not.
   * Asks nobody and sends nothing. @throws `not_found`, `invalid_input` for a URL that is not https or on loopback.
   */
  check(
    input: {
      readonly client: ClientRef;
      readonly secret: SecretRef;
      readonly url: string;
      readonly method: string;
    },
    context: CallContext,
  ): Promise<readonly CheckedGrant[]>;
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
