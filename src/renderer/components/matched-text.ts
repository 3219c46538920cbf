export interface TextPart {
  readonly text: string;
  readonly matched: boolean;
}

/** A text cut at ranges of a match, such as a search gives them: `[from, to)`, in any order. */
export function partsOf(
  text: string,
  ranges: readonly (readonly [from: number, to: number])[],
): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const [from, to] of ranges.toSorted((one, other) => one[0] - other[0])) {
    const start = Math.max(from, at);
    const end = Math.min(to, text.length);
    if (start >= end) continue;
    if (start > at) parts.push({ text: text.slice(at, start), matched: false });
    parts.push({ text: text.slice(start, end), matched: true });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), matched: false });
  return parts;
}
