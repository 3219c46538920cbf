import type {
  AccessState,
  AnsweredRequest,
  GrantedSecret,
  Identified,
  Listener,
  Me,
  NewSessionToken,
  Principal,
  SessionPatch,
  SessionView,
  UsageQuery,
  UsageReport,
} from '../shared/access.ts';
import type { AuditEntry } from '../shared/model.ts';
import type { AuditQuery, CallContext, OpenSecret, SecretRef, TotpCode } from './call.ts';

/** The verbs over sessions. Another client's id answers `not_found`. */
export interface SessionsApi {
  create(
    principal: Principal,
    input: SessionPatch & { readonly conversationId?: string | null },
    context: CallContext,
  ): Promise<SessionView>;
  /** Newest activity first; `all` shows those that have ended as well. */
  list(
    principal: Principal,
    input: { readonly all?: boolean },
    context: CallContext,
  ): Promise<readonly SessionView[]>;
  get(
    principal: Principal,
    input: { readonly id: string },
    context: CallContext,
  ): Promise<SessionView>;
  update(
    principal: Principal,
    input: { readonly id: string; readonly patch: SessionPatch },
    context: CallContext,
  ): Promise<SessionView>;
  /** Closes it; its row stays. */
  close(principal: Principal, input: { readonly id: string }, context: CallContext): Promise<void>;
  /** Notes that it is used: 24 hours from now. Kept in memory, written by the fifth touch or the next minute's flush. */
  touch(principal: Principal, input: { readonly id: string; readonly turns?: number }): void;
}

/**
 * What the gateway asks for on behalf of a client. A client never reaches what it was not granted, whatever it asks: the
 * checks are here, not in the routes. The order of a request: `identify`, `admit`, one verb, `record`.
 */
export interface AccessApi {
  /**
   * Who shows this credential (null: none). Works while locked. Leaves no line, for a refusal is the gateway's to note; but
   * a row that the owner's key does not vouch for is written down, once.
   */
  identify(input: {
    readonly credential: Uint8Array | null;
    readonly listener: Listener;
  }): Identified;
  /**
   * Lets one request in and counts it. Leaves no line.
   * @throws VaultError `locked` (`tampered`), `suspended`, `paused`, `rate_limited` with retryAfterMs, `over_quota`.
   */
  admit(principal: Principal): void;
  me(principal: Principal, context: CallContext): Promise<Me>;
  /** Names, never values, of what holds now. Leaves no line. */
  listSecrets(principal: Principal, context: CallContext): Promise<readonly GrantedSecret[]>;
  /**
   * A granted secret's fields, by the rules of `secrets.withSecret`.
   * @throws VaultError `not_granted` also for a name that nobody has: a client learns no names; `rate_limited`.
   */
  withSecret<R>(
    principal: Principal,
    ref: SecretRef,
    use: (secret: OpenSecret) => R | Promise<R>,
    context: CallContext,
  ): Promise<R>;
  /** A TOTP code of a secret with a `read` grant. @throws as `withSecret`; `not_found` without a seed. */
  totp(principal: Principal, ref: SecretRef, context: CallContext): Promise<TotpCode>;
  /** A short credential for the key that was shown; never beyond that key's own end. @throws `invalid_input`, `not_granted` for a token. */
  createToken(
    principal: Principal,
    input: { readonly lifetimeSeconds?: number },
    context: CallContext,
  ): Promise<NewSessionToken>;
  /** Ends the session token that was shown. @throws `invalid_input` for a key. */
  endToken(principal: Principal, context: CallContext): Promise<void>;
  readonly sessions: SessionsApi;
  /** The client's own. */
  usage(principal: Principal, query: UsageQuery, context: CallContext): Promise<UsageReport>;
  /** The client's own lines of the log, newest last. */
  events(
    principal: Principal,
    query: Pick<AuditQuery, 'beforeSeq' | 'fromSeq' | 'limit' | 'correlationId'>,
    context: CallContext,
  ): Promise<readonly AuditEntry[]>;
  /** Keeps an answered request: sealed now, written within a second by `flush`. Does nothing while locked. */
  record(principal: Principal, request: AnsweredRequest, context: CallContext): void;
  /** Writes what is queued (usage, quotas, last use, touches). The owner's process calls it twice a second. */
  flush(): void;
  /** Ends sessions and drops tokens whose time is over. The owner's process calls it each minute. */
  expire(): void;
  /** How clients are let in; while locked what is readable then. */
  state(): AccessState;
  /** Usage of every client, for the owner. */
  usageOf(query: UsageQuery, context: CallContext): Promise<UsageReport>;
  /** Makes the token of trusted local programs anew, or ends it. Shown once. */
  setServiceToken(
    input: { readonly enabled: boolean },
    context: CallContext,
  ): Promise<{ readonly key: Uint8Array | null; readonly keyId: string | null }>;
}
