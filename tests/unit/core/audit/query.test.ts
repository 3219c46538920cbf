import { describe, expect, it } from 'vitest';
import { linesBackward } from '../../../../src/core/audit/read-segments.ts';
import { CALL, entries, logWith, SMALL, writeLines } from '../../../support/audit-samples.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

const seqs = (lines: readonly { seq: number }[]) => lines.map(({ seq }) => seq);

describe('AuditLog.query', () => {
  it('gives the newest 100 lines in ascending order unless told otherwise', () => {
    const { log, storage } = logWith(new MemoryAuditStorage(), 1000);
    storage.bytesRead = 0;
    expect(seqs(log.query({}))).toEqual(Array.from({ length: 100 }, (_, i) => 900 + i));
    expect(storage.bytesRead).toBeLessThan(70_000);
    expect(seqs(log.query({ limit: 3 }))).toEqual([997, 998, 999]);
    expect(log.query({ limit: 0 })).toEqual([]);
  });

  it('narrows by every given condition', () => {
    const { log } = logWith(new MemoryAuditStorage(), 5);
    const other = {
      correlationId: '00000000-4f89-41d3-9a0c-0305e82c3301',
      actor: 'owner',
    } as const;
    log.write({ event: 'secret.read', outcome: 'denied', reason: 'locked' }, other);
    log.write({ event: 'vault.lock', outcome: 'ok' }, other);
    expect(seqs(log.query({ event: 'secret.read' }))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(seqs(log.query({ outcome: 'denied' }))).toEqual([5]);
    expect(seqs(log.query({ correlationId: other.correlationId }))).toEqual([5, 6]);
    expect(seqs(log.query({ correlationId: CALL.correlationId, fromSeq: 3 }))).toEqual([3, 4]);
    expect(seqs(log.query({ correlationId: '00000000-4f' }))).toEqual([5, 6]);
    expect(seqs(log.query({ correlationId: '4f89-41d3' }))).toEqual([]);
    expect(seqs(log.query({ event: 'secret.read', outcome: 'ok', limit: 2 }))).toEqual([3, 4]);
    expect(log.query({ fromSeq: 7 })).toEqual([]);
  });

  it('reads on in older segments, and passes over what is unreadable', () => {
    const { log, storage } = logWith(new MemoryAuditStorage(), 20, SMALL);
    const segments = storage.segments();
    expect(segments.length).toBeGreaterThan(2);
    const [oldest = ''] = segments;
    storage.setText(storage.text(oldest).replace('"seq":2,', '"seq":x,'), oldest);
    storage.setText(`${storage.text()}torn`);
    const wanted = Array.from({ length: 20 }, (_, i) => i).filter((i) => i !== 2);
    expect(seqs(log.query({}))).toEqual(wanted);
    expect(seqs(log.query({ fromSeq: 1 }))).toEqual(wanted.slice(1));
  });

  it('is not stopped by an unreadable line that bears a low number', () => {
    const { log, storage } = logWith(new MemoryAuditStorage(), 6);
    const lines = storage.text().split('\n');
    lines[3] = '{"v":1,"seq":0,"ts":"forged"}';
    storage.setText(lines.join('\n'));
    expect(seqs(log.query({ fromSeq: 1 }))).toEqual([1, 2, 4, 5]);
  });
});

describe('AuditLog.query before a line', () => {
  it('gives the page before it, and pages back to the first line without a gap', () => {
    const { log } = logWith(new MemoryAuditStorage(), 20, SMALL);
    const all = seqs(log.query({}));
    const paged: number[] = [];
    for (let beforeSeq = 20; ;) {
      const page = seqs(log.query({ beforeSeq, limit: 3 }));
      if (page.length === 0) break;
      expect(page.at(-1)).toBeLessThan(beforeSeq);
      paged.unshift(...page);
      beforeSeq = page[0] ?? 0;
    }
    expect(paged).toEqual(all);
    expect(seqs(log.query({ beforeSeq: 0 }))).toEqual([]);
    expect(seqs(log.query({ fromSeq: 5, beforeSeq: 8 }))).toEqual([5, 6, 7]);
    expect(seqs(log.query({ beforeSeq: 9000, limit: 2 }))).toEqual([18, 19]);
  });

  it('reads no segment that begins behind it', () => {
    const { log, storage } = logWith(new MemoryAuditStorage(), 60, { ...SMALL, segmentsKept: 32 });
    storage.bytesRead = 0;
    expect(seqs(log.query({ beforeSeq: 2 }))).toEqual([0, 1]);
    const read = storage.bytesRead;
    const [oldest = ''] = storage.segments();
    expect(read).toBeLessThanOrEqual(storage.size(oldest) + storage.size('audit.jsonl'));
    expect(storage.segments().length).toBeGreaterThan(3);
  });
});

describe('AuditLog.query for several events', () => {
  it('gives the lines of any of them', () => {
    const { log } = logWith(new MemoryAuditStorage(), 1);
    for (const event of ['vault.lock', 'settings.change', 'secret.copy']) {
      log.write({ event, outcome: 'ok' }, CALL);
    }
    expect(seqs(log.query({ events: ['secret.read', 'secret.copy'] }))).toEqual([0, 3]);
    expect(seqs(log.query({ events: [] }))).toEqual([]);
    expect(seqs(log.query({ events: ['secret.read'], event: 'secret.copy' }))).toEqual([]);
  });

  it('is not led astray by what a line says elsewhere', () => {
    const { log } = logWith(new MemoryAuditStorage(), 0);
    log.write({ event: 'vault.lock', outcome: 'ok', ref: { event: 'secret.read' } }, CALL);
    expect(log.query({ event: 'secret.read' })).toEqual([]);
    expect(log.query({ event: 'vault.lock' })).toHaveLength(1);
  });
});

describe('AuditLog.summary', () => {
  it('tells how many lines are kept and the number of the newest, and reads none', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 0, SMALL);
    expect(log.summary()).toEqual({ lines: 0, lastSeq: null });
    writeLines(log, 3, clock);
    expect(log.summary()).toEqual({ lines: 3, lastSeq: 2 });
    writeLines(log, 60, clock);
    storage.bytesRead = 0;
    const { lines, lastSeq } = log.summary();
    expect(storage.bytesRead).toBe(0);
    const kept = seqs(entries(log));
    expect({ lines, lastSeq }).toEqual({ lines: kept.length, lastSeq: kept.at(-1) });
    expect(kept[0]).toBeGreaterThan(0);
  });

  it('says audit_unavailable for a log that cannot be read', () => {
    const { log, storage } = logWith(new MemoryAuditStorage(), 1);
    storage.segments = () => {
      throw new Error('EACCES');
    };
    expect(() => log.summary()).toThrow(expect.objectContaining({ code: 'audit_unavailable' }));
  });
});

describe('linesBackward', () => {
  it('gives exactly the lines of a file, whatever their lengths and the chunks read', () => {
    const storage = new MemoryAuditStorage();
    const texts: string[][] = [
      [],
      ['\n'],
      ['x'],
      ['\n', '\n'],
      ['a\n', 'b'],
      ['\n', 'b'],
      [`${'x'.repeat(70_000)}\n`, '\n', `${'y'.repeat(65_535)}\n`],
      [`${'x'.repeat(300_000)}\n`, 'z'.repeat(65_536)],
      Array.from({ length: 3000 }, (_, i) => `${'l'.repeat(i % 211)}\n`),
    ];
    for (const lines of texts) {
      storage.setText(lines.join(''));
      const found = [...linesBackward(storage, 'audit.jsonl')];
      expect(found.map(({ bytes }) => Buffer.from(bytes).toString()).reverse()).toEqual(lines);
      let end = 0;
      for (const { bytes, end: at } of found.reverse()) expect(at).toBe((end += bytes.length));
    }
  });
});
