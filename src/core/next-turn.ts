/** Lets what waits in the event loop run: a long piece of work leaves room for a lock. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Work that yields every few milliseconds, wherever it may be interrupted, and returns its result. */
export type Sliced<R> = Generator<undefined, R, undefined>;

/**
 * Runs sliced work with a turn of the event loop after each slice. What `mayGoOn` throws after a turn ends the work: its
 * `finally` blocks run, and the promise rejects with that.
 */
export async function inTurns<R>(work: Sliced<R>, mayGoOn: () => void): Promise<R> {
  try {
    for (;;) {
      const { done, value } = work.next();
      if (done === true) return value;
      await nextTurn();
      mayGoOn();
    }
  } finally {
    // Work that came to its end takes no notice of this.
    work.return(undefined as never);
  }
}

/** Runs sliced work to its end in one go. */
export function atOnce<R>(work: Sliced<R>): R {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
