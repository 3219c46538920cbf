import { describe, expect, it } from 'vitest';
import type { AuditNote } from '../../../src/core/api.ts';
import { Refusals } from '../../../src/main/ipc/refusals.ts';
import { ManualTimers } from '../../support/manual-timers.ts';

const LOCKED = { channel: 'vault:secrets.list', code: 'locked' } as const;

function refusals() {
  const timers = new ManualTimers();
  const lines: (AuditNote & { id: string })[] = [];
  const state = { writable: true };
  let next = 0;
  const log = new Refusals({
    note: (note, { correlationId }) => {
      if (!state.writable) throw new Error('no space');
      lines.push({ ...note, id: correlationId });
    },
    timers,
    newCorrelationId: () => `id${(next += 1)}`,
  });
  const calls = () => lines.reduce((sum, { n }) => sum + (n?.['calls'] ?? 0), 0);
  return { log, timers, lines, state, calls };
}

describe('the lines of refused calls', () => {
  it('have the first of each kind at once, under the id that is answered', () => {
    const { log, lines } = refusals();
    const id = log.add(LOCKED);
    log.add({ channel: 'vault:vault.lock', code: 'not_granted', sender: 'sub_frame' });
    expect(lines).toMatchObject([
      {
        event: 'ipc.refused',
        reason: 'locked',
        ref: { channel: LOCKED.channel },
        n: { calls: 1 },
        id,
      },
      { reason: 'not_granted', ref: { channel: 'vault:vault.lock', why: 'sub_frame' } },
    ]);
  });

  it('count a flood exactly, in few lines, under ids that were answered', () => {
    const { log, timers, lines, calls } = refusals();
    const answered = new Set<string>();
    for (let second = 0; second < 60; second += 1) {
      for (let i = 0; i < 1000; i += 1) answered.add(log.add(LOCKED));
      timers.advance(1000);
    }
    log.flush();
    expect(calls()).toBe(60_000);
    expect(lines.length).toBeLessThan(10);
    expect(lines.every(({ id }) => answered.has(id))).toBe(true);
  });

  it('come no closer than a second while the first lines of other kinds come at once', () => {
    const { log, timers, lines } = refusals();
    log.add(LOCKED);
    log.add(LOCKED);
    timers.advance(999);
    expect(lines).toHaveLength(1);
    log.add({ ...LOCKED, code: 'rate_limited' });
    expect(lines).toHaveLength(2);
    timers.advance(1);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatchObject({ reason: 'locked', n: { calls: 1 } });
  });

  it('rest when nothing comes any more, and begin anew', () => {
    const { log, timers, lines } = refusals();
    log.add(LOCKED);
    timers.advance(60_000);
    expect(timers.size).toBe(0);
    log.add(LOCKED);
    expect(lines).toHaveLength(2);
  });

  it('wait for a log that cannot be written', () => {
    const { log, timers, state, calls } = refusals();
    state.writable = false;
    for (let i = 0; i < 5; i += 1) log.add(LOCKED);
    timers.advance(10_000);
    expect(calls()).toBe(0);
    state.writable = true;
    timers.advance(30_000);
    expect(calls()).toBe(5);
  });
});
