/** What counted notes ask of the world. */
export interface CountedPorts<N> {
  /** Writes one line for `calls` calls of the same kind; throws while the log cannot be written. */
  readonly write: (note: N, calls: number, correlationId: string) => void;
  readonly timers: { after(ms: number, run: () => void): () => void };
  readonly newCorrelationId: () => string;
}

interface Counted<N> {
  readonly note: N;
  calls: number;
  /** The one that the next line will have; every call it counts is answered with it. Null: no call yet. */
  correlationId: string | null;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * The audit lines of refused calls. The first of a kind is written at once; while more come they are counted and written
 * as one line after a second, then after two, up to half a minute. None is lost to a flood, and a flood is no way to
 * fill the log or to hold the process up with waiting for the disk.
 */
export class CountedNotes<N> {
  readonly #ports: CountedPorts<N>;
  readonly #counted = new Map<string, Counted<N>>();
  #waitMs = FIRST_WAIT_MS;
  #cancel: (() => void) | null = null;

  constructor(ports: CountedPorts<N>) {
    this.#ports = ports;
  }

  /**
   * Counts or writes a note; answers the correlation id of its line, which is `proposedId` unless the call is counted
   * with earlier ones. There are as many kinds as the caller has words for them: never input.
   */
  add(kind: string, note: N, proposedId?: string): string {
    let counted = this.#counted.get(kind);
    const isFirst = counted === undefined;
    counted ??= { note, calls: 0, correlationId: null };
    this.#counted.set(kind, counted);
    counted.calls += 1;
    counted.correlationId ??= proposedId ?? this.#ports.newCorrelationId();
    const { correlationId } = counted;
    if (isFirst) this.#write(counted, correlationId);
    this.#cancel ??= this.#ports.timers.after(this.#waitMs, () => {
      this.#tick();
    });
    return correlationId;
  }

  /** Writes what is counted, as far as the log can be written. */
  flush(): void {
    for (const counted of this.#counted.values()) {
      const { calls, correlationId } = counted;
      if (calls > 0 && correlationId !== null) this.#write(counted, correlationId);
    }
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

  #write(counted: Counted<N>, correlationId: string): void {
    try {
      this.#ports.write(counted.note, counted.calls, correlationId);
    } catch {
      // A log that cannot be written is tried again with the next count.
      return;
    }
    counted.calls = 0;
    counted.correlationId = null;
  }
}
