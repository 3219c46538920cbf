/** The signals that end a command early, with the exit code a shell expects (128 + signal number). */
export const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type EndingSignal = keyof typeof SIGNAL_EXIT_CODES;

/** The owner or the system ended the command; nothing is reported, the exit code says it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: EndingSignal;

  constructor(signal: EndingSignal) {
    super(signal);
    this.signal = signal;
  }

  get exitCode(): number {
    return SIGNAL_EXIT_CODES[this.signal];
  }
}

/** Whoever reads standard output has gone; the command ends quietly. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}
