import type { ErrorCode } from '../../shared/errors.ts';
import type { VaultState } from '../../shared/model.ts';
import { AuthenticationError, VaultError, asVaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../api.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { KdfCost } from '../format/header.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { AuthConfigRow, Clock, VaultStore } from '../ports.ts';

/** What exists only between an unlock and the next lock. */
export interface VaultSession {
  keys: VaultKeys;
  /** The last committed generation of the manifest. */
  generation: number;
  /** The highest generation that the log knows; a repair must go beyond it. */
  readonly logGeneration: number;
  /** Read-only, because something does not verify. */
  readonly tampered: boolean;
}

/** The event and the ids of an audit line that a call may leave. */
export interface CallEvent {
  readonly event: string;
  readonly ref?: Readonly<Record<string, string>>;
}

/**
 * The one state behind every verb: the ports, the session and who listens. Verbs are functions over it; nothing
 * else holds a key.
 */
export class VaultCore {
  readonly store: VaultStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** Cost of new headers; an unlock raises what lies below it. */
  readonly targetCost: KdfCost;
  /** An unlock, or another use of the password, is running. */
  attemptRunning = false;
  /** How often a lock was asked for; an unlock that sees it change does not open the vault. */
  lockCount = 0;
  #session: VaultSession | null = null;
  readonly #listeners = new Set<(state: VaultState) => void>();

  constructor(ports: { store: VaultStore; audit: AuditLog; clock: Clock; targetCost: KdfCost }) {
    this.store = ports.store;
    this.audit = ports.audit;
    this.clock = ports.clock;
    this.targetCost = ports.targetCost;
  }

  /** The open session, or null while locked. */
  get session(): VaultSession | null {
    return this.#session;
  }

  /** Begins or ends the session and tells the listeners. The caller has wiped the old keys. */
  enter(session: VaultSession | null): void {
    this.#session = session;
    this.audit.setGeneration(session === null ? null : session.generation);
    const state = this.state();
    for (const listener of this.#listeners) listener(state);
  }

  /** Calls back with every new state; returns the function that ends it. */
  onStateChange(listener: (state: VaultState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The row of `auth_config`, or null before setup. */
  authConfig(): AuthConfigRow | null {
    return this.store.schema().version === 0 ? null : this.store.get('auth_config', 1);
  }

  /** Where the vault stands. */
  state(): VaultState {
    if (this.#session !== null) return this.#session.tampered ? 'tampered' : 'unlocked';
    return this.authConfig() === null ? 'uninitialized' : 'locked';
  }

  /** Writes the audit line of a refusal and returns the error that says it, under one correlation id. */
  refuse(event: CallEvent, code: ErrorCode, context: CallContext): VaultError {
    this.audit.write({ ...event, outcome: 'denied', reason: code }, context);
    const details = { correlationId: context.correlationId };
    return code === 'locked' || code === 'busy'
      ? new AuthenticationError(code, details)
      : new VaultError(code, details);
  }

  /**
   * Runs a call that needs an unlocked vault. Locked calls and every failure leave an audit line and throw with the
   * call's correlation id.
   * @throws VaultError `locked`, `not_initialized`, or what `body` throws (foreign errors as `internal`).
   */
  async unlocked<R>(
    event: CallEvent,
    context: CallContext,
    body: (session: VaultSession) => R | Promise<R>,
  ): Promise<R> {
    const session = this.#session;
    if (session === null) {
      throw this.refuse(event, this.authConfig() === null ? 'not_initialized' : 'locked', context);
    }
    try {
      return await body(session);
    } catch (thrown) {
      throw this.failed(event, thrown, context);
    }
  }

  /** The same for a call that writes: a tampered vault is read-only. */
  async writable<R>(
    event: CallEvent,
    context: CallContext,
    body: (session: VaultSession) => R | Promise<R>,
  ): Promise<R> {
    return this.unlocked(event, context, (session) => {
      if (session.tampered) throw new VaultError('tampered');
      return body(session);
    });
  }

  /** After an await: the session a call began with must still be the open one. @throws `locked`. */
  assertCurrent(session: VaultSession): void {
    if (this.#session !== session) throw new AuthenticationError('locked');
  }

  /** The audit line of a failure, and the error to throw for it. */
  failed(event: CallEvent, thrown: unknown, context: CallContext): VaultError {
    const error = asVaultError(thrown);
    error.correlationId ??= context.correlationId;
    if (error.code === 'audit_unavailable') return error;
    const outcome = error.code === 'internal' ? 'error' : 'denied';
    this.audit.write({ ...event, outcome, reason: error.code }, context);
    return error;
  }
}
