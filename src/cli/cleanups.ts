type Cleanup = () => void | Promise<void>;

/**
 * What must happen before the process may end, newest first: the terminal gets its echo back, the vault is
 * locked and closed. Each runs once, whoever asks first: the command itself or a signal.
 */
export class Cleanups {
  /** The command has no other end than SIGINT or SIGTERM: that is its success. */
  endBySignal = false;
  readonly #open = new Set<{ readonly run: Cleanup }>();

  /** Registers a clean-up and returns the function that runs it now (and only once). */
  add(run: Cleanup): () => Promise<void> {
    const entry = { run };
    this.#open.add(entry);
    return async () => {
      if (this.#open.delete(entry)) await entry.run();
    };
  }

  /** Runs all that is left. One that fails does not keep the others from running. */
  async runAll(): Promise<void> {
    for (const entry of [...this.#open].reverse()) {
      if (!this.#open.delete(entry)) continue;
      try {
        await entry.run();
      } catch {
        // The process is ending; what could be done about it was the clean-up itself.
      }
    }
  }
}
