/** Lets what waits in the event loop run: a long piece of work leaves room for a lock. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
