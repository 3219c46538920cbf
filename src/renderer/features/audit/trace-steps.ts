import type { AuditEntry } from '../../../shared/model.ts';

/** One step of a trace: lines that follow each other and differ in nothing but what they are about. */
export interface TraceStep {
  readonly first: AuditEntry;
  readonly last: AuditEntry;
  readonly count: number;
}

/** Puts the lines under one correlation id, newest first as they are read, into steps in the order of time. */
export function traceSteps(newestFirst: readonly AuditEntry[]): readonly TraceStep[] {
  const steps: TraceStep[] = [];
  for (const entry of newestFirst.toReversed()) {
    const before = steps.at(-1);
    if (before !== undefined && isAlike(before.last, entry)) {
      steps[steps.length - 1] = { ...before, last: entry, count: before.count + 1 };
    } else {
      steps.push({ first: entry, last: entry, count: 1 });
    }
  }
  return steps;
}

function isAlike(one: AuditEntry, other: AuditEntry): boolean {
  return (
    one.event === other.event &&
    one.outcome === other.outcome &&
    one.reason === other.reason &&
    one.actor === other.actor
  );
}

/** Whether a line of the table is part of a step. */
export function holds({ first, last }: TraceStep, seq: number): boolean {
  return first.seq <= seq && seq <= last.seq;
}
