import type { CallContext } from '../core/call.ts';
import type { Timers } from '../runtime/auto-lock.ts';

/** How long a removal can be undone. */
export const UNDO_MS = 10_000;
/** The oldest is carried out when there would be more: a lock waits for all of them, and a lock is prompt. */
export const MOST_AT_ONCE = 4;

/** A secret that the owner removed a moment ago. */
export interface Removal {
  readonly id: string;
  readonly expectedVersion?: number;
}

export interface RemovalPorts {
  readonly timers: Timers;
  /** Removes for good; what it writes is written when it returns its promise. */
  readonly remove: (removal: Removal, context: CallContext) => Promise<void>;
  /** It was not removed after all and is in the list again. */
  readonly failed: () => void;
}

interface Pending {
  readonly removal: Removal;
  readonly context: CallContext;
  readonly forgetTimer: () => void;
  done: Promise<void> | null;
}

/**
 * Removals that wait for an undo. To the page the secrets are gone; in the vault they are until the time is over, or the
 * vault locks: what was removed before a lock is removed after it.
 */
export class PendingRemovals {
  readonly #ports: RemovalPorts;
  readonly #pending = new Map<string, Pending>();

  constructor(ports: RemovalPorts) {
    this.#ports = ports;
  }

  /** How many wait; those that are being carried out do not. */
  get size(): number {
    return this.#waiting().length;
  }

  has(id: string): boolean {
    return this.#pending.has(id);
  }

  /** Lets a removal wait; answers for how long. */
  add(removal: Removal, context: CallContext): number {
    const { id } = removal;
    const [oldest, ...others] = this.#waiting();
    if (oldest !== undefined && others.length + 1 >= MOST_AT_ONCE) void this.finish(oldest);
    const forgetTimer = this.#ports.timers.after(UNDO_MS, () => {
      void this.finish(id);
    });
    this.#pending.set(id, { removal, context, forgetTimer, done: null });
    return UNDO_MS;
  }

  /** Takes a removal back; false if none waits. */
  undo(id: string): boolean {
    const pending = this.#pending.get(id);
    if (pending === undefined || pending.done !== null) return false;
    pending.forgetTimer();
    return this.#pending.delete(id);
  }

  /** Carries one out now. Never rejects. */
  async finish(id: string): Promise<void> {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    pending.done ??= this.#carryOut(pending);
    await pending.done;
  }

  /** Carries out all that wait: what they write is written when this returns its promise. */
  async finishAll(): Promise<void> {
    await Promise.all([...this.#pending.keys()].map((id) => this.finish(id)));
  }

  /** The oldest first. */
  #waiting(): readonly string[] {
    return [...this.#pending].flatMap(([id, { done }]) => (done === null ? [id] : []));
  }

  async #carryOut({ removal, context, forgetTimer }: Pending): Promise<void> {
    forgetTimer();
    try {
      await this.#ports.remove(removal, context);
      this.#pending.delete(removal.id);
    } catch {
      // The vault has written a line about it.
      this.#pending.delete(removal.id);
      this.#ports.failed();
    }
  }
}
