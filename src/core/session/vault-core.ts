import type { ErrorCode } from '../../shared/errors.ts';
import type { VaultState } from '../../shared/model.ts';
import { AuthenticationError, VaultError, asVaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { AuditEventInput, AuditLog } from '../audit/audit-log.ts';
import type { KdfCost } from '../format/header.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { Clock, VaultStore } from '../ports.ts';
import type { AuthConfigRow } from '../rows.ts';
import type { ValueDocument } from '../secrets/value-document.ts';

/** What exists only between an unlock and the next lock. */
export interface VaultSession {
  readonly keys: VaultKeys;
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

/** What counts beside the vault and writes what it counted now and then. */
export interface Counter {
  /** Writes what waits; it needs no key. @throws VaultError `internal` if it cannot be written: it waits on. */
  settle(): void;
  /** Drops what waits for a client that is being purged; nothing is counted for it again. */
  forget(clientId: string): void;
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
  /** How often a lock was asked for; an unlock that sees it change does not open the vault. */
  lockCount = 0;
  /** The lock that is running, for those who ask for another. */
  locking: Promise<void> = Promise.resolve();
  /** Keys of unlocks that are not finished: a lock wipes them too. */
  readonly keysInFlight = new Set<VaultKeys>();
  /** Opened values that a callback holds: a lock zeroes them. */
  readonly openDocuments = new Set<ValueDocument>();
  /** Told before the vault key changes, after each lock, and of each client that is purged. */
  readonly counters = new Set<Counter>();
  #session: VaultSession | null = null;
  #ended = new AbortController();
  #attemptRunning = false;
  readonly #listeners = new Set<(state: VaultState) => void>();
  readonly #accessListeners = new Set<() => void>();

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

  /** Aborted when the open session ends. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Begins, replaces or ends the session. The caller has wiped the old keys; listeners hear of a change of state. */
  enter(session: VaultSession | null): void {
    const before = sessionState(this.#session);
    this.#session = session;
    this.tellGeneration();
    this.accessChanged();
    if (session === null) {
      this.#ended.abort();
      this.#ended = new AbortController();
    }
    const state = sessionState(session);
    if (state === before) return;
    for (const listener of this.#listeners) tryTo(() => listener(state));
  }

  /** Gives the log the generation of the open session; what a tampered manifest says of it is not vouched for. */
  tellGeneration(): void {
    const session = this.#session;
    this.audit.setGeneration(session === null || session.tampered ? null : session.generation);
  }

  /** Calls back with every new state; returns the function that ends it. What a listener throws is dropped. */
  onStateChange(listener: (state: VaultState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Tells whoever remembers who may do what that it may be otherwise now: after every commit of covered rows, a change
   * of pauses, and when a session begins or ends.
   */
  accessChanged(): void {
    for (const listener of this.#accessListeners) tryTo(listener);
  }

  /** Calls back on each of these. What a listener throws is dropped. */
  onAccessChange(listener: () => void): void {
    this.#accessListeners.add(listener);
  }

  /** The row of `auth_config`, or null before setup. */
  authConfig(): AuthConfigRow | null {
    return this.store.schema().version === 0 ? null : this.store.get('auth_config', 1);
  }

  /** Where the vault stands. */
  state(): VaultState {
    if (this.#session !== null) return sessionState(this.#session);
    return this.authConfig() === null ? 'uninitialized' : 'locked';
  }

  /**
   * Runs what uses the owner's password: one at a time, from the attempt to its last write.
   * @throws AuthenticationError `busy`, with its audit line.
   */
  async exclusively<R>(event: CallEvent, context: CallContext, body: () => Promise<R>): Promise<R> {
    if (this.#attemptRunning) throw this.refuse(event, 'busy', context);
    this.#attemptRunning = true;
    try {
      return await body();
    } finally {
      this.#attemptRunning = false;
    }
  }

  /** Writes the audit line of a refusal and returns the error that says it, under one correlation id. */
  refuse(event: CallEvent, code: ErrorCode, context: CallContext): VaultError {
    const details = { correlationId: context.correlationId };
    try {
      this.audit.write({ ...event, outcome: 'denied', reason: code }, context);
    } catch (thrown) {
      return stamped(thrown, context);
    }
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
    if (session === null) throw this.refuse(event, this.#whyLocked(), context);
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

  /**
   * The audit line of a failure, and the error to throw for it. An error that bears the call's correlation id already
   * has its line.
   */
  failed(event: CallEvent, thrown: unknown, context: CallContext): VaultError {
    const error = asVaultError(thrown);
    if (error.correlationId === context.correlationId) return error;
    error.correlationId ??= context.correlationId;
    if (error.code === 'audit_unavailable') return error;
    const outcome = error.code === 'internal' ? 'error' : 'denied';
    try {
      this.audit.write({ ...event, outcome, reason: error.code }, context);
    } catch (unwritable) {
      return stamped(unwritable, context);
    }
    return error;
  }

  /** The line that an act is done. It was begun in the log and is committed: a log that fails now undoes nothing. */
  done(event: Omit<AuditEventInput, 'outcome'>, context: CallContext): void {
    tryTo(() => {
      this.audit.write({ ...event, outcome: 'ok' }, context);
    });
  }

  #whyLocked(): 'locked' | 'not_initialized' {
    // A file that cannot be read is not opened by this call either way.
    return tryTo(() => this.authConfig() === null) === true ? 'not_initialized' : 'locked';
  }
}

/** The result of a step that may fail without consequences, or null if it did. */
export function tryTo<R>(step: () => R): R | null {
  try {
    return step();
  } catch {
    return null;
  }
}

function sessionState(session: VaultSession | null): 'locked' | 'unlocked' | 'tampered' {
  if (session === null) return 'locked';
  return session.tampered ? 'tampered' : 'unlocked';
}

function stamped(thrown: unknown, context: CallContext): VaultError {
  const error = asVaultError(thrown);
  error.correlationId ??= context.correlationId;
  return error;
}
