import { describe, expect, it } from 'vitest';
import { CountedNotes } from '../../../src/shared/counted-notes.ts';
import { ManualTimers } from '../../support/manual-timers.ts';

function notes() {
  const timers = new ManualTimers();
  const lines: { note: string; calls: number; id: string }[] = [];
  let next = 0;
  const counted = new CountedNotes<string>({
    write: (note, calls, id) => {
      lines.push({ note, calls, id });
    },
    timers,
    newCorrelationId: () => `own${String((next += 1))}`,
  });
  return { timers, lines, counted };
}

describe('counted notes', () => {
  it('go under the id of the first call that they count', () => {
    const { timers, lines, counted } = notes();
    expect(counted.add('kind', 'a', 'id1')).toBe('id1');
    expect(counted.add('kind', 'a', 'id2')).toBe('id2');
    expect(counted.add('kind', 'a', 'id3')).toBe('id2');
    timers.advance(1000);
    expect(lines).toEqual([
      { note: 'a', calls: 1, id: 'id1' },
      { note: 'a', calls: 2, id: 'id2' },
    ]);
  });

  it('make up an id where none is proposed', () => {
    const { lines, counted } = notes();
    expect(counted.add('kind', 'a')).toBe('own1');
    expect(lines[0]?.id).toBe('own1');
  });

  it('are counted by kind, and written on demand', () => {
    const { lines, counted } = notes();
    for (let i = 0; i < 5; i += 1) for (const kind of ['a', 'b']) counted.add(kind, kind, kind);
    counted.flush();
    counted.flush();
    expect(lines.map(({ note, calls }) => [note, calls])).toEqual([
      ['a', 1],
      ['b', 1],
      ['a', 4],
      ['b', 4],
    ]);
  });
});
