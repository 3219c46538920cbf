import type { AuditNote, VaultApi } from '../core/api.ts';
import type { CallContext } from '../core/call.ts';
import { createAutoLock, type AutoLock, type Timers } from '../runtime/auto-lock.ts';
import type { Runtime } from '../runtime/create-runtime.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { WindowStatus } from '../shared/ipc/replies.ts';
import type { Actor, LockCause, UnlockReport, VaultState, VaultStatus } from '../shared/model.ts';
import { AuthenticationError, VaultError, asVaultError } from '../shared/vault-error.ts';
import { lastFailureAt } from './last-failure.ts';
import { PendingImport } from './pending-import.ts';
import { PendingRemovals } from './pending-removals.ts';

export interface HostPorts {
  /** The vault of the data folder; null: there is none yet. */
  readonly open: () => Promise<Runtime | null>;
  /** Makes the first one; it is unlocked. */
  readonly setUp: (
    input: { readonly password: Uint8Array },
    context: CallContext,
  ) => Promise<Runtime>;
  readonly clock: {
    readonly nowText: () => string;
    readonly nowMs: () => number;
    readonly monotonicMs: () => number;
  };
  readonly timers: Timers;
  readonly newCorrelationId: () => string;
  /** Ends the page and its process, and puts a fresh one into the window, if there is a window. */
  readonly replacePage: () => void;
  /** Clears the clipboard if what lies there is ours. */
  readonly clearClipboard: () => Promise<void>;
  /** Where the vault stands is not what it was. */
  readonly statusChanged: () => void;
  /** Something in the list changed that the page did not ask for. */
  readonly listChanged: () => void;
}

/** While the file cannot be opened. */
const NO_VAULT: VaultStatus = {
  state: 'locked',
  secretCount: null,
  failedAttempts: 0,
  retryAfterMs: 0,
  auditGap: false,
  schemaVersion: null,
};

const IDLE_SETTING = 'lock.idle_minutes';
const REMINDER_SETTING = 'expiry.reminder_days';
const IDLE_MINUTES = 10;

/** Owns the vault while the app runs: opens its file, locks it whatever the cause, knows what the door shows. */
export class VaultHost {
  readonly removals: PendingRemovals;
  readonly imports: PendingImport;
  readonly autoLock: AutoLock;
  readonly #ports: HostPorts;
  #runtime: Runtime | null = null;
  #state: VaultState = 'locked';
  #opening: Promise<void> | null = null;
  #settingUp = false;
  /** How often a lock was asked for; a setup that sees it change ends locked. */
  #lockings = 0;
  #problem: WindowStatus['problem'] = null;
  #locked: WindowStatus['locked'] = null;
  #report: UnlockReport | null = null;
  #idleMinutes = IDLE_MINUTES;
  #lastFailure: { readonly failures: number; readonly at: string | null } | null = null;

  constructor(ports: HostPorts) {
    this.#ports = ports;
    this.removals = new PendingRemovals({
      timers: ports.timers,
      remove: (removal, context) => this.vault.secrets.remove(removal, context),
      failed: ports.listChanged,
    });
    this.imports = new PendingImport(ports.timers);
    this.autoLock = createAutoLock({
      clock: ports.clock,
      timers: ports.timers,
      idleMinutes: () => this.#idleMinutes,
      lock: (cause) => void this.lock(cause),
    });
  }

  /** Opens the file unless it is open and well, or remembers why it cannot be opened. Never rejects. */
  open(): Promise<void> {
    if (this.#problem === null && this.#runtime !== null) return Promise.resolve();
    if (this.#settingUp) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** When the attempt to open the file is over. */
  async opened(): Promise<void> {
    await this.#opening;
  }

  /** The open file's vault. @throws VaultError with the code of the problem. */
  get vault(): VaultApi {
    if (this.#runtime !== null) return this.#runtime.vault;
    throw new VaultError(this.whyShut() ?? 'locked');
  }

  /** Why nothing of the vault can be read now; null while it is open. */
  whyShut(): ErrorCode | null {
    if (this.isOpen()) return null;
    return this.#state === 'uninitialized' ? 'not_initialized' : (this.#problem?.code ?? 'locked');
  }

  isOpen(): boolean {
    return this.#state === 'unlocked' || this.#state === 'tampered';
  }

  /** Everything the door may show. */
  status(): WindowStatus {
    const vault = this.#vaultStatus();
    return {
      ...vault,
      secretCount: vault.secretCount === null ? null : vault.secretCount - this.removals.size,
      locked: this.#locked,
      lastFailureAt: this.#lastFailureAt(vault.failedAttempts),
      problem: this.#problem,
      report: this.#report,
      idleLockInMs: this.autoLock.idleLockInMs(),
    };
  }

  /** Loads what the first list needs, while the owner types. */
  async warmUp(): Promise<void> {
    await this.#opening;
    await this.#runtime?.prepare().catch(() => undefined);
  }

  async setup(password: Uint8Array, context: CallContext): Promise<void> {
    const lockings = this.#lockings;
    await this.#opening;
    if (this.#settingUp) throw new AuthenticationError('busy');
    if (this.#runtime !== null) return this.#runtime.vault.setup({ password }, context);
    this.#settingUp = true;
    try {
      this.#adopt(await this.#ports.setUp({ password }, context));
    } finally {
      this.#settingUp = false;
    }
    if (lockings !== this.#lockings) await this.lock('owner');
    else await this.#entered(null, context);
  }

  async unlock(password: Uint8Array, context: CallContext): Promise<UnlockReport> {
    const lockings = this.#lockings;
    await this.#opening;
    try {
      // A lock that came while the file was being opened is newer than this wish.
      if (lockings !== this.#lockings) throw new AuthenticationError('locked');
      const report = await this.vault.unlock({ password }, context);
      await this.#entered(report, context);
      return report;
    } catch (thrown) {
      this.#ports.statusChanged();
      throw thrown;
    }
  }

  /**
   * Locks. Before this returns its promise removals are carried out, keys and opened values are gone, and so are the page
   * and a file that waited to be imported; clipboard and disk settle after it. An unlock that runs ends locked.
   */
  async lock(cause: LockCause): Promise<void> {
    this.#lockings += 1;
    const vault = this.#runtime?.vault;
    if (vault === undefined) return;
    const context = this.#context(cause === 'owner' ? 'owner' : 'system');
    const wasOpen = this.isOpen();
    if (wasOpen) void this.removals.finishAll();
    const settled = vault.lock(cause, context);
    if (wasOpen) {
      this.#locked = { cause, at: this.#ports.clock.nowText() };
      this.#report = null;
      this.imports.drop();
      this.#ports.replacePage();
      this.#ports.statusChanged();
    }
    await Promise.all([settled, wasOpen ? this.#ports.clearClipboard() : undefined]);
  }

  /** Locks, and lets go of the file. */
  async close(): Promise<void> {
    await this.#opening;
    await this.lock('quit');
    const runtime = this.#runtime;
    this.#runtime = null;
    await runtime?.close();
  }

  /** A number of the settings, as it is in force. */
  async setting(name: string, context: CallContext): Promise<number> {
    return Number((await this.vault.settings.get({ name }, context)).value);
  }

  /** The owner changed a setting. */
  async settingChanged(name: string, context: CallContext): Promise<void> {
    // Which secrets are near their end stands in the list.
    if (name === REMINDER_SETTING) this.#ports.listChanged();
    if (name !== IDLE_SETTING) return;
    this.#idleMinutes = await this.setting(IDLE_SETTING, context);
    this.autoLock.reconsider();
    this.#ports.statusChanged();
  }

  /** Says to whoever shows it that the status is another. */
  changed(): void {
    this.#ports.statusChanged();
  }

  /** Writes down what happened at the window. @throws VaultError while there is no vault or its log cannot be written. */
  note(note: AuditNote, context: CallContext): void {
    this.vault.audit.note(note, context);
  }

  /** The same of the system itself; what cannot be written is let go. */
  tryToNote(note: AuditNote): void {
    try {
      this.note(note, this.#context('system'));
    } catch {
      // There is no vault to write for, or its disk is full: the lock that follows says more.
    }
  }

  async #open(): Promise<void> {
    try {
      await this.#runtime?.close();
      this.#runtime = null;
      const runtime = await this.#ports.open();
      this.#problem = null;
      if (runtime === null) this.#state = 'uninitialized';
      else this.#adopt(runtime);
    } catch (thrown) {
      this.#state = 'locked';
      this.#problem = this.#problemOf(thrown);
    }
    this.#ports.statusChanged();
  }

  #adopt(runtime: Runtime): void {
    const follow = (state: VaultState): void => {
      this.#state = state;
      if (this.isOpen()) this.autoLock.unlocked();
      else this.autoLock.locked();
      this.#ports.statusChanged();
    };
    this.#runtime = runtime;
    runtime.vault.onStateChange(follow);
    follow(runtime.vault.status().state);
  }

  async #entered(report: UnlockReport | null, context: CallContext): Promise<void> {
    this.#lastFailure = null;
    if (!this.isOpen()) return;
    this.#report = report;
    await this.settingChanged(IDLE_SETTING, context).catch(() => undefined);
    this.#ports.statusChanged();
  }

  #vaultStatus(): VaultStatus {
    try {
      return this.#runtime?.vault.status() ?? { ...NO_VAULT, state: this.#state };
    } catch (thrown) {
      this.#problem ??= this.#problemOf(thrown);
      return NO_VAULT;
    }
  }

  #problemOf(thrown: unknown): NonNullable<WindowStatus['problem']> {
    const { code, correlationId = this.#ports.newCorrelationId() } = asVaultError(thrown);
    return { code, correlationId };
  }

  #lastFailureAt(failures: number): string | null {
    const runtime = this.#runtime;
    if (runtime === null) return null;
    if (this.#lastFailure?.failures !== failures) {
      try {
        const at = lastFailureAt((query) => runtime.vault.audit.query(query), failures);
        this.#lastFailure = { failures, at };
      } catch {
        return null;
      }
    }
    return this.#lastFailure.at;
  }

  #context(actor: Actor): CallContext {
    return { correlationId: this.#ports.newCorrelationId(), actor };
  }
}
