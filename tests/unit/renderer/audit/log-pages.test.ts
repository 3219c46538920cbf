import { describe, expect, it } from 'vitest';
import {
  withNewest,
  withOlder,
  type LogPages,
} from '../../../../src/renderer/features/audit/log-pages.ts';
import { auditEntry } from './audit-entry.ts';

const lines = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, at) => auditEntry({ seq: from - at }));
const seqs = ({ entries }: LogPages) => entries.map(({ seq }) => seq);

describe('the pages of the log', () => {
  const log: LogPages = { entries: lines(9, 7), more: true };

  it('join an older page at the end, once', () => {
    const page = { entries: lines(6, 4), more: false };
    const joined = withOlder(log, page);
    expect(seqs(joined)).toEqual([9, 8, 7, 6, 5, 4]);
    expect(joined.more).toBe(false);
    expect(seqs(withOlder(joined, page))).toEqual([9, 8, 7, 6, 5, 4]);
  });

  it('take the first page as it is', () => {
    expect(
      seqs(withOlder({ entries: [], more: true }, { entries: lines(3, 1), more: true })),
    ).toEqual([3, 2, 1]);
  });

  it('put new lines on top and keep what was read', () => {
    const newer = withNewest(log, { entries: lines(11, 8), more: true });
    expect(seqs(newer)).toEqual([11, 10, 9, 8, 7]);
    expect(newer.more).toBe(true);
  });

  it('stay the same when there is nothing new', () => {
    expect(withNewest(log, { entries: lines(9, 6), more: true })).toBe(log);
  });

  it('begin again when more has come than a page holds, so that there is no hole', () => {
    expect(seqs(withNewest(log, { entries: lines(20, 18), more: true }))).toEqual([20, 19, 18]);
  });

  it('begin again when the log was started anew under the same numbers', () => {
    const other = lines(9, 8).map((entry) => ({ ...entry, correlation_id: 'another' }));
    expect(withNewest(log, { entries: other, more: false }).entries).toEqual(other);
  });
});
