/** The pause after which typing starts a new word. */
export const TYPE_AHEAD_MS = 700;

/**
 * The next label that begins with what was typed, from the current one on and round the end. The same letter again
 * steps through the labels that begin with it.
 */
export function findTyped(
  labelAt: (index: number) => string | undefined,
  count: number,
  typed: string,
  current: number,
  locale: string,
): number | undefined {
  const letters = Array.from(typed.toLocaleLowerCase(locale));
  const repeated = letters.every((letter) => letter === letters[0]);
  const prefix = repeated ? (letters[0] ?? '') : letters.join('');
  if (prefix === '') return undefined;
  const start = repeated ? current + 1 : Math.max(current, 0);
  for (let step = 0; step < count; step++) {
    const index = (start + step) % count;
    if (labelAt(index)?.toLocaleLowerCase(locale).startsWith(prefix) === true) return index;
  }
  return undefined;
}

/** Whether a key is a letter for type-ahead, and not a command. */
export function isTyping(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}): boolean {
  return Array.from(event.key).length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
}
