/** The values of each header as they came, in order, by lower-case name. */
export type HeaderLines = ReadonlyMap<string, readonly string[]>;

/** Reads Node's `rawHeaders`: the parsed form joins or drops repeated lines, which is what an attack hides behind. */
export function headerLines(rawHeaders: readonly string[]): HeaderLines {
  const lines = new Map<string, string[]>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    const value = rawHeaders[i + 1] ?? '';
    const before = lines.get(name);
    if (before === undefined) lines.set(name, [value]);
    else before.push(value);
  }
  return lines;
}

/** The first value of a header, null without one. */
export function headerOf(lines: HeaderLines, name: string): string | null {
  return lines.get(name)?.[0] ?? null;
}
