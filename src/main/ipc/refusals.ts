import type { AuditNote } from '../../core/api.ts';
import type { CallContext } from '../../core/call.ts';
import { CountedNotes } from '../../shared/counted-notes.ts';
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

/** The audit lines of calls that main refused, counted when they come in a flood. */
export class Refusals {
  readonly #notes: CountedNotes<Refusal>;

  constructor({ note, timers, newCorrelationId }: RefusalPorts) {
    this.#notes = new CountedNotes({
      write: ({ channel, code, sender }, calls, correlationId) => {
        const ref = { channel, ...(sender === undefined ? {} : { why: sender }) };
        const line = { event: 'ipc.refused', reason: code, ref, n: { calls } } as const;
        note(line, { correlationId, actor: 'owner' });
      },
      timers,
      newCorrelationId,
    });
  }

  /** Counts or writes a refusal; answers the correlation id of its line. */
  add(refusal: Refusal): string {
    const kind = `${refusal.channel} ${refusal.code} ${refusal.sender ?? ''}`;
    return this.#notes.add(kind, refusal);
  }

  /** Writes what is counted, as far as the log can be written. */
  flush(): void {
    this.#notes.flush();
  }
}
