import type { AuditNote, CallContext } from '../../core/api.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Timers } from '../../runtime/auto-lock.ts';
import type { WrongSender } from './sender.ts';

/** A call that the vault never saw. */
export interface Refusal {
  readonly channel: string;
  readonly code: ErrorCode;
  readonly sender?: WrongSender;
}

export interface RefusalPorts {
  /** Writes a line; throws while the log cannot be written. */
  readonly note: (note: AuditNote, context: CallContext) => void;
  readonly timers: Timers;
  readonly newCorrelationId: () => string;
}

interface Counted {
  readonly refusal: Refusal;
  calls: number;
  /** The one that the next line will have; every call it counts is answered with it. */
  correlationId: string;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * The audit lines of refused calls. The first of a kind is written at once; while more come they are counted and written
 * as one line after a second, then after two, up to half a minute. None is lost to a flood, and a flood is no way to
 * fill the log or to hold main up with waiting for the disk.
 */
export class Refusals {
  readonly #ports: RefusalPorts;
  readonly #counted = new Map<string, Counted>();
  #waitMs = FIRST_WAIT_MS;
  #cancel: (() => void) | null = null;

  constructor(ports: RefusalPorts) {
    this.#ports = ports;
  }

  /** Counts or writes a refusal; answers the correlation id of its line. */
  add(refusal: Refusal): string {
    const kind = `${refusal.channel} ${refusal.code} ${refusal.sender ?? ''}`;
    let counted = this.#counted.get(kind);
    const isFirst = counted === undefined;
    counted ??= { refusal, calls: 0, correlationId: this.#ports.newCorrelationId() };
    this.#counted.set(kind, counted);
    counted.calls += 1;
    const { correlationId } = counted;
    if (isFirst) this.#write(counted);
    this.#cancel ??= this.#ports.timers.after(this.#waitMs, () => {
      this.#tick();
    });
    return correlationId;
  }

  /** Writes what is counted, as far as the log can be written. */
  flush(): void {
    for (const counted of this.#counted.values()) if (counted.calls > 0) this.#write(counted);
  }

  #tick(): void {
    this.#cancel = null;
    for (const [kind, { calls }] of this.#counted) if (calls === 0) this.#counted.delete(kind);
    if (this.#counted.size === 0) {
      this.#waitMs = FIRST_WAIT_MS;
      return;
    }
    this.flush();
    this.#waitMs = Math.min(2 * this.#waitMs, LONGEST_WAIT_MS);
    this.#cancel = this.#ports.timers.after(this.#waitMs, () => {
      this.#tick();
    });
  }

  #write(counted: Counted): void {
    const { refusal, calls, correlationId } = counted;
    const { channel, code, sender } = refusal;
    const ref = { channel, ...(sender === undefined ? {} : { why: sender }) };
    const note = { event: 'ipc.refused', reason: code, ref, n: { calls } } as const;
    try {
      this.#ports.note(note, { correlationId, actor: 'owner' });
    } catch {
      // A log that cannot be written is tried again with the next count.
      return;
    }
    counted.calls = 0;
    counted.correlationId = this.#ports.newCorrelationId();
  }
}
