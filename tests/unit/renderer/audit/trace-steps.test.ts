import { describe, expect, it } from 'vitest';
import { holds, traceSteps } from '../../../../src/renderer/features/audit/trace-steps.ts';
import { utcText } from '../../../../src/renderer/features/audit/utc-text.ts';
import { auditEntry } from './audit-entry.ts';

describe('the steps of a trace', () => {
  const newestFirst = [
    auditEntry({ seq: 5, event: 'secret.import' }),
    auditEntry({ seq: 4, event: 'secret.set', ref: { secret: 'c' } }),
    auditEntry({ seq: 3, event: 'secret.set', ref: { secret: 'b' } }),
    auditEntry({ seq: 2, event: 'secret.set', ref: { secret: 'a' }, outcome: 'denied' }),
    auditEntry({ seq: 1, event: 'vault.unlock' }),
    auditEntry({ seq: 0, event: 'vault.unlock', outcome: 'attempt' }),
  ];
  const steps = traceSteps(newestFirst);

  it('are in the order of time, and lines of one kind are one step', () => {
    expect(steps.map(({ first, count }) => [first.seq, first.event, count])).toEqual([
      [0, 'vault.unlock', 1],
      [1, 'vault.unlock', 1],
      [2, 'secret.set', 1],
      [3, 'secret.set', 2],
      [5, 'secret.import', 1],
    ]);
  });

  it('know which of them holds a line', () => {
    expect(steps.findIndex((step) => holds(step, 4))).toBe(3);
    expect(steps.findIndex((step) => holds(step, 9))).toBe(-1);
  });
});

describe('an instant of the log', () => {
  it('is shown in UTC to the second, as it was written', () => {
    expect(utcText('2026-11-03T09:45:12.345Z')).toEqual({ date: '2026-11-03', time: '09:45:12' });
  });

  it('is shown whole when it is no instant', () => {
    expect(utcText('yesterday')).toEqual({ date: '', time: 'yesterday' });
  });
});
