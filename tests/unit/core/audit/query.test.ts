import { describe, expect, it } from 'vitest';
import { linesBackward } from '../../../../src/core/audit/read-segments.ts';
import { CALL, logWith, SMALL } from '../../../support/audit-samples.ts';
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
