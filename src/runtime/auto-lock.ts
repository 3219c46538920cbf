import type { LockCause } from '../shared/model.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** An open vault locks after this long whatever its owner does. */
export const MAX_AGE_MS = 12 * 60 * MINUTE_MS;
/** A wall clock that goes this far apart from the monotonic one was set, or the machine slept. */
export const CLOCK_JUMP_MS = 5 * MINUTE_MS;

/** No timer is shorter: a deadline may be missed by a second, and nothing ever spins. */
const SHORTEST_TIMER_MS = SECOND_MS;
/** Nor longer, so that a clock that was set is noticed where nobody polls. */
const LONGEST_TIMER_MS = MINUTE_MS;

/** A one-shot timer; it may come late, above all when the machine slept. */
export interface Timers {
  /** Calls `run` once after `ms` milliseconds; the function that it returns forgets that. */
  after(ms: number, run: () => void): () => void;
}

export interface AutoLockPorts {
  /** Milliseconds of a clock that nobody can set, and of the wall clock. */
  readonly clock: { monotonicMs(): number; nowMs(): number };
  readonly timers: Timers;
  /** Asked for once an unlock; the keys are gone when it returns. */
  readonly lock: (cause: LockCause) => void;
  /** `lock.idle_minutes` as it is in force; 0: never. */
  readonly idleMinutes: () => number;
}

/** When an open vault locks by itself. It looks at deadlines, never counts down, and rests while the vault is locked. */
export interface AutoLock {
  /** The owner has just proved the password; everything begins anew. */
  unlocked(): void;
  /** The vault is locked, whoever did it. */
  locked(): void;
  /** The owner did something in the window. Work of the gateway is none. */
  activity(): void;
  /** The setting changed, or the machine woke up: looks at every deadline now. */
  reconsider(): void;
  /** For a system that does not tell of its screen lock (Linux): its state, asked for every few seconds. */
  poll(system: { readonly systemIdleState: string }): void;
  /** Milliseconds until the idle lock if nothing happens; null while locked, and if it is `never`. */
  idleLockInMs(): number | null;
}

/** What is known of the unlock that is guarded. */
interface Guarded {
  readonly sinceMs: number;
  /** The wall clock's lead over the monotonic one. */
  readonly leadMs: number;
  lastActivityMs: number;
}

/** The policy over its ports; it begins with a locked vault. */
export function createAutoLock(ports: AutoLockPorts): AutoLock {
  return new DeadlineLock(ports);
}

class DeadlineLock implements AutoLock {
  readonly #ports: AutoLockPorts;
  #guarded: Guarded | null = null;
  #forgetTimer: () => void = () => undefined;

  constructor(ports: AutoLockPorts) {
    this.#ports = ports;
  }

  unlocked(): void {
    const now = this.#ports.clock.monotonicMs();
    this.#guarded = { sinceMs: now, leadMs: this.#leadMs(), lastActivityMs: now };
    this.#setTimer();
  }

  locked(): void {
    this.#guarded = null;
    this.#forgetTimer();
  }

  activity(): void {
    // A late timer must not be outrun: what is due is due, even if the owner is back.
    if (this.#lockIfDue() || this.#guarded === null) return;
    this.#guarded.lastActivityMs = this.#ports.clock.monotonicMs();
  }

  reconsider(): void {
    if (!this.#lockIfDue()) this.#setTimer();
  }

  poll({ systemIdleState }: { readonly systemIdleState: string }): void {
    if (systemIdleState === 'locked') this.#lock('screen_lock');
    else this.#lockIfDue();
  }

  idleLockInMs(): number | null {
    if (this.#guarded === null) return null;
    const deadline = this.#idleDeadlineMs(this.#guarded);
    return deadline === Infinity ? null : Math.max(0, deadline - this.#ports.clock.monotonicMs());
  }

  /** Whether the vault is locked now because something was due. */
  #lockIfDue(): boolean {
    const cause = this.#guarded === null ? null : this.#dueCause(this.#guarded);
    if (cause !== null) this.#lock(cause);
    return cause !== null;
  }

  #dueCause(guarded: Guarded): LockCause | null {
    const now = this.#ports.clock.monotonicMs();
    if (Math.abs(this.#leadMs() - guarded.leadMs) > CLOCK_JUMP_MS) return 'clock_jump';
    if (now >= guarded.sinceMs + MAX_AGE_MS) return 'max_age';
    return now >= this.#idleDeadlineMs(guarded) ? 'idle' : null;
  }

  #idleDeadlineMs({ lastActivityMs }: Guarded): number {
    const minutes = this.#ports.idleMinutes();
    return minutes === 0 ? Infinity : lastActivityMs + minutes * MINUTE_MS;
  }

  #leadMs(): number {
    const { clock } = this.#ports;
    return clock.nowMs() - clock.monotonicMs();
  }

  #lock(cause: LockCause): void {
    if (this.#guarded === null) return;
    this.locked();
    this.#ports.lock(cause);
  }

  #setTimer(): void {
    this.#forgetTimer();
    if (this.#guarded === null) return;
    const deadline = Math.min(
      this.#guarded.sinceMs + MAX_AGE_MS,
      this.#idleDeadlineMs(this.#guarded),
    );
    const wait = deadline - this.#ports.clock.monotonicMs();
    const ms = Math.min(Math.max(wait, SHORTEST_TIMER_MS), LONGEST_TIMER_MS);
    this.#forgetTimer = this.#ports.timers.after(ms, () => {
      this.reconsider();
    });
  }
}
