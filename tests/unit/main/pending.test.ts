import { describe, expect, it } from 'vitest';
import type { ImportEntry } from '../../../src/core/api.ts';
import { lastFailureAt } from '../../../src/main/last-failure.ts';
import { PendingImport } from '../../../src/main/pending-import.ts';
import { MOST_AT_ONCE, PendingRemovals, UNDO_MS } from '../../../src/main/pending-removals.ts';
import type { AuditEntry } from '../../../src/shared/model.ts';
import { ownContext } from '../../support/desk.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { utf8 } from '../../support/vault-fixture.ts';

describe('removals that wait', () => {
  function waiting(remove: (id: string) => Promise<void> = async () => undefined) {
    const timers = new ManualTimers();
    const removed: string[] = [];
    let failed = 0;
    const removals = new PendingRemovals({
      timers,
      remove: ({ id }) => {
        removed.push(id);
        return remove(id);
      },
      failed: () => (failed += 1),
    });
    return { timers, removals, removed, failures: () => failed };
  }

  it('are carried out once, after the time to undo', async () => {
    const { timers, removals, removed } = waiting();
    expect(removals.add({ id: 'a' }, ownContext())).toBe(UNDO_MS);
    expect(removals.has('a')).toBe(true);
    timers.advance(UNDO_MS - 1);
    expect(removed).toEqual([]);
    timers.advance(1);
    await removals.finishAll();
    expect(removed).toEqual(['a']);
    expect(removals.has('a')).toBe(false);
    expect(timers.size).toBe(0);
  });

  it('cannot be undone while they are carried out', async () => {
    const { removals } = waiting(() => new Promise(() => undefined));
    removals.add({ id: 'a' }, ownContext());
    void removals.finish('a');
    expect(removals.undo('a')).toBe(false);
    expect(removals.has('a')).toBe(true);
  });

  it('are few: one more carries out the oldest', () => {
    const { removals, removed } = waiting();
    for (let i = 0; i <= MOST_AT_ONCE; i += 1) removals.add({ id: String(i) }, ownContext());
    expect(removed).toEqual(['0']);
  });

  it('that fail are said and forgotten', async () => {
    const { removals, failures } = waiting(async () => {
      throw new Error('the disk of a stranger');
    });
    removals.add({ id: 'a' }, ownContext());
    await removals.finishAll();
    expect(failures()).toBe(1);
    expect(removals.has('a')).toBe(false);
  });
});

describe('a file that waits to be imported', () => {
  const held = (token: string, value: Uint8Array) => {
    const entry: ImportEntry = {
      name: 'a',
      fields: [{ name: 'value', value }],
      totp: utf8('seed'),
    };
    return { token, fileName: '.env', parsed: { entries: [entry], problems: [] } };
  };

  it('is found by its token, one at a time', () => {
    const pending = new PendingImport(new ManualTimers());
    const [first, second] = [utf8('one'), utf8('two')];
    pending.hold(held('t1', first));
    expect(pending.get('t1')).not.toBeNull();
    pending.hold(held('t2', second));
    expect(pending.get('t1')).toBeNull();
    expect([...first]).toEqual([0, 0, 0]);
    expect([...second]).toEqual([...utf8('two')]);
  });

  it('is zeroed when it is dropped, and after five minutes', () => {
    const timers = new ManualTimers();
    const pending = new PendingImport(timers);
    const value = utf8('one');
    const waiting = held('t', value);
    pending.hold(waiting);
    timers.advance(5 * 60_000 - 1);
    expect(pending.get('t')).not.toBeNull();
    timers.advance(1);
    expect(pending.get('t')).toBeNull();
    expect([...value]).toEqual([0, 0, 0]);
    expect([...(waiting.parsed.entries[0]?.totp ?? [1])]).toEqual([0, 0, 0, 0]);
    pending.drop();
  });
});

describe('the time of the newest failure', () => {
  const line = (seq: number, more: Partial<AuditEntry>) =>
    ({ seq, ts: `t${seq}`, event: 'vault.unlock', n: {}, ...more }) as AuditEntry;
  const counted = { outcome: 'denied', n: { counted: 1 } } as const;

  function logOf(lines: readonly AuditEntry[]) {
    let read = 0;
    const query = ({ beforeSeq = Infinity, limit = 0 }) => {
      const found = lines.filter(({ seq }) => seq < beforeSeq).slice(-limit);
      read += found.length;
      return found;
    };
    return { query, read: () => read };
  }

  it('is looked for only if there was one, and no further than it left lines', () => {
    const lines = [line(0, { outcome: 'ok' }), line(1, { outcome: 'attempt' }), line(2, counted)];
    const log = logOf(lines);
    expect(lastFailureAt(log.query, 0)).toBeNull();
    expect(log.read()).toBe(0);
    expect(lastFailureAt(log.query, 1)).toBe('t2');
    expect(log.read()).toBe(2);
  });

  it('is found behind attempts that came too early, and after a crash', () => {
    const early = Array.from({ length: 25 }, (_, i) =>
      line(10 + i, { outcome: 'denied', reason: 'throttled' }),
    );
    const crashed = line(3, { outcome: 'error', n: { interrupted: 1 } });
    const log = logOf([line(2, { outcome: 'attempt' }), crashed, ...early]);
    expect(lastFailureAt(log.query, 1)).toBe('t3');
  });

  it('is unknown where the log does not go that far', () => {
    expect(lastFailureAt(logOf([]).query, 3)).toBeNull();
  });
});
