import type { ImportLine, ImportReply } from '../../../shared/ipc/replies.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';

/** Where the lines come from: the older store has rows, no text. */
export type ImportSource = 'dotenv' | 'json' | 'python';

export type Outcome = ImportLine['outcome'];

const OUTCOMES: Readonly<Record<Exclude<Outcome, 'imported'>, MessageKey>> = {
  clash: 'import.outcome.clash',
  refused: 'import.outcome.refused',
  damaged: 'import.outcome.damaged',
  noted: 'import.outcome.noted',
};

const SUMMARIES: Readonly<Record<Exclude<Outcome, 'imported'>, MessageKey>> = {
  clash: 'import.summary.clash',
  refused: 'import.summary.refused',
  damaged: 'import.summary.damaged',
  noted: 'import.summary.noted',
};

const WHY: Readonly<Partial<Record<string, MessageKey>>> = {
  name_taken: 'import.why.name_taken',
  name_invalid: 'import.why.name_invalid',
  too_large: 'import.why.too_large',
  value_not_text: 'import.why.value_not_text',
  record_corrupt: 'import.why.record_corrupt',
};

/** What becomes, or became, of a line. */
export function outcomeWords(outcome: Outcome, done: boolean): MessageKey {
  if (outcome !== 'imported') return OUTCOMES[outcome];
  return done ? 'import.did.imported' : 'import.will.imported';
}

/** Why a line is not taken as it stands; null where nothing is to be said. */
export function whyWords({ outcome, code }: ImportLine, source: ImportSource): MessageKey | null {
  if (code === null) return null;
  if (outcome === 'noted') return code === 'name_taken' ? 'import.why.twice' : 'import.why.noted';
  return WHY[code] ?? (source === 'dotenv' ? 'import.why.dotenv' : 'import.why.json');
}

/** How many lines have an outcome. */
export function countOf({ lines }: ImportReply, outcome: Outcome): number {
  return lines.filter((line) => line.outcome === outcome).length;
}

/** The counts that are not zero, in words; what is imported comes first and is always said. */
export function summaryOf(
  reply: ImportReply,
  done: boolean,
): readonly { readonly words: MessageKey; readonly count: number }[] {
  const others = (Object.keys(SUMMARIES) as (keyof typeof SUMMARIES)[])
    .map((outcome) => ({ words: SUMMARIES[outcome], count: countOf(reply, outcome) }))
    .filter(({ count }) => count > 0);
  const imported: MessageKey = done ? 'import.summary.did' : 'import.summary.will';
  return [{ words: imported, count: countOf(reply, 'imported') }, ...others];
}

/** A line with its place in the file. */
export interface PlacedLine {
  readonly place: number;
  readonly line: ImportLine;
}

const FIRST: readonly Outcome[] = ['damaged', 'refused', 'clash', 'noted', 'imported'];

/** What needs a look comes first; the rest is in the order of the file. */
export function placedLines(lines: readonly ImportLine[]): readonly PlacedLine[] {
  return lines
    .map((line, place) => ({ line, place }))
    .sort((one, other) => FIRST.indexOf(one.line.outcome) - FIRST.indexOf(other.line.outcome));
}
