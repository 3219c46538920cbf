import type { VaultApi } from '../core/api.ts';
import type { CallContext } from '../core/call.ts';
import type { Clock } from '../core/ports.ts';
import type { LockCause, UnlockReport, VaultState } from '../shared/model.ts';
import { AuthenticationError, VaultError } from '../shared/vault-error.ts';
import { MAX_AGE_MS, createAutoLock, type AutoLock, type Timers } from './auto-lock.ts';

const FLUSH_MS = 500;
const EXPIRE_MS = 60_000;
/** Looked at this often at least, so that a timer that slept with the machine is not long late. */
const LONGEST_TIMER_MS = 60_000;
/** When the owner's doors close of themselves if clients were given a time and the owner named none. */
const IDLE_MINUTES = 10;

/** What became of the vault, or of the owner's way into it. */
export type OwnerEvent =
  | { readonly what: 'opened'; readonly state: VaultState }
  | { readonly what: 'locked' }
  /** The owner is locked out, clients go on. */
  | { readonly what: 'closed'; readonly clientsUntilMs: number };

export interface OwnerHostPorts {
  readonly vault: VaultApi;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Minutes without the owner after which it locks; 0: never. */
  readonly idleMinutes: () => number;
  readonly newCorrelationId: () => string;
  /** The doors are shut: tickets are no good any more. */
  readonly shutDoors: () => void;
  readonly tell: (event: OwnerEvent) => void;
}

/**
 * What the process that owns the vault does beside answering: it writes what waits to be written, ends what has
 * expired, and locks. Locking has two steps: the owner's doors, and the vault behind them. They part only if the owner
 * said until when clients may go on.
 */
export class OwnerHost {
  readonly #ports: OwnerHostPorts;
  /** Twelve hours, a clock that jumps: whatever anyone does. */
  readonly #vaultLock: AutoLock;
  readonly #doorsLock: AutoLock;
  readonly #stopped: (() => void)[] = [];
  #doorsOpen = false;
  #expiring = false;
  #until: { readonly wallMs: number; readonly deadlineMs: number } | null = null;
  #forgetUntil: () => void = () => undefined;

  constructor(ports: OwnerHostPorts) {
    this.#ports = ports;
    const { clock, timers } = ports;
    const lockNow = (cause: LockCause): void => void this.#lockBySystem(cause);
    this.#vaultLock = createAutoLock({ clock, timers, lock: lockNow, idleMinutes: () => 0 });
    this.#doorsLock = createAutoLock({
      clock,
      timers,
      lock: (cause) => this.#ownerIsAway(cause),
      idleMinutes: () => this.#idleMinutes(),
    });
    this.#stopped.push(ports.vault.onStateChange((state) => this.#follow(state)));
    this.#every(FLUSH_MS, () => ports.vault.access.flush());
    this.#every(FLUSH_MS, () => {
      ports.vault.conversations.flush();
    });
    this.#every(EXPIRE_MS, () => ports.vault.access.expire());
    this.#every(EXPIRE_MS, () => void this.#expireTurns());
    if (isOpen(ports.vault.status().state)) this.#enter(null);
  }

  isOpen(): boolean {
    return this.#doorsOpen;
  }

  clientsUntilMs(): number | null {
    return this.#until?.wallMs ?? null;
  }

  activity(): void {
    this.#doorsLock.activity();
  }

  /**
   * Opens vault and doors, or only proves the password.
   * Throws as `VaultApi.unlock` does; `locked` if it is not to be opened and is not open; `invalid_input` for a time that
   * has passed or lies beyond twelve hours.
   */
  async unlock(
    input: {
      readonly password: Uint8Array;
      readonly open: boolean;
      readonly clientsUntilMs: number | null;
    },
    context: CallContext,
  ): Promise<UnlockReport> {
    const { password, open, clientsUntilMs } = input;
    if (!open && !this.#doorsOpen) throw new AuthenticationError('locked');
    this.#checkUntil(clientsUntilMs);
    const report = await this.#ports.vault.unlock({ password }, context);
    // A lock that came while the answer was on its way is newer than this wish.
    if (!isOpen(this.#ports.vault.status().state)) throw new AuthenticationError('locked');
    if (open) this.#enter(clientsUntilMs);
    else if (!this.#doorsOpen) throw new AuthenticationError('locked');
    this.activity();
    return report;
  }

  /** Everything, at once: keys are gone and tickets no good when this returns its promise. */
  async lock(context: CallContext): Promise<void> {
    await this.#ports.vault.lock('owner', context);
  }

  /** Locks, and does nothing more. The vault is the caller's to close. */
  async stop(): Promise<void> {
    for (const stop of this.#stopped) stop();
    this.#leave();
    await this.#lockBySystem('quit');
  }

  #idleMinutes(): number {
    return this.#ports.idleMinutes() || (this.#until === null ? 0 : IDLE_MINUTES);
  }

  #follow(state: VaultState): void {
    if (isOpen(state)) {
      if (!this.#doorsOpen) this.#enter(null);
    } else this.#leave();
    this.#ports.tell(isOpen(state) ? { what: 'opened', state } : { what: 'locked' });
  }

  #enter(clientsUntilMs: number | null): void {
    const { clock } = this.#ports;
    this.#doorsOpen = true;
    this.#until =
      clientsUntilMs === null
        ? null
        : {
            wallMs: clientsUntilMs,
            deadlineMs: clock.monotonicMs() + clientsUntilMs - clock.nowMs(),
          };
    this.#vaultLock.unlocked();
    this.#doorsLock.unlocked();
  }

  #leave(): void {
    this.#forgetUntil();
    this.#until = null;
    this.#vaultLock.locked();
    this.#doorsLock.locked();
    this.#shut();
  }

  #shut(): void {
    this.#doorsOpen = false;
    this.#ports.shutDoors();
  }

  #ownerIsAway(cause: LockCause): void {
    if (cause !== 'idle' || this.#until === null || this.#untilIsOver()) {
      void this.#lockBySystem(cause);
      return;
    }
    this.#shut();
    this.#ports.tell({ what: 'closed', clientsUntilMs: this.#until.wallMs });
    this.#waitForUntil();
  }

  #untilIsOver(): boolean {
    return this.#until !== null && this.#ports.clock.monotonicMs() >= this.#until.deadlineMs;
  }

  /** The owner is out; if he comes back before the time, it is his idle lock again that counts. */
  #waitForUntil(): void {
    this.#forgetUntil();
    if (this.#until === null || this.#doorsOpen) return;
    if (this.#untilIsOver()) {
      void this.#lockBySystem('idle');
      return;
    }
    const ms = this.#until.deadlineMs - this.#ports.clock.monotonicMs();
    this.#forgetUntil = this.#ports.timers.after(Math.min(ms, LONGEST_TIMER_MS), () => {
      this.#waitForUntil();
    });
  }

  #checkUntil(clientsUntilMs: number | null): void {
    if (clientsUntilMs === null) return;
    const ms = clientsUntilMs - this.#ports.clock.nowMs();
    if (ms > 0 && ms <= MAX_AGE_MS) return;
    throw new VaultError('invalid_input', {
      hint: 'Clients go on for twelve hours at most, and until a time that is to come.',
    });
  }

  async #lockBySystem(cause: LockCause): Promise<void> {
    const correlationId = this.#ports.newCorrelationId();
    await this.#ports.vault.lock(cause, { correlationId, actor: 'system' });
  }

  /** Turns whose time is over go while the vault is open and well; one run at a time. */
  async #expireTurns(): Promise<void> {
    const { vault, newCorrelationId } = this.#ports;
    if (this.#expiring || vault.status().state !== 'unlocked') return;
    this.#expiring = true;
    try {
      await vault.conversations.expire({ correlationId: newCorrelationId(), actor: 'system' });
    } catch {
      // Core has logged it, or a lock came in between; the next minute tries again.
    } finally {
      this.#expiring = false;
    }
  }

  /** What cannot be written now is tried again the next time: the process must go on to be able to lock. */
  #every(ms: number, act: () => void): void {
    let forget: () => void = () => undefined;
    const again = (): void => {
      forget = this.#ports.timers.after(ms, () => {
        try {
          act();
        } catch {
          // A full disk shows itself in the next call that needs an audit line.
        }
        again();
      });
    };
    again();
    this.#stopped.push(() => {
      forget();
    });
  }
}

function isOpen(state: VaultState): boolean {
  return state === 'unlocked' || state === 'tampered';
}
