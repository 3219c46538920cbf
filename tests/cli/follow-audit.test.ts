import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogTail } from '../../src/cli/follow-audit.ts';

let folder: string;
let path: string;
let tail: LogTail;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-tail-'));
  path = join(folder, 'audit.jsonl');
  tail = new LogTail(path);
});
afterEach(() => {
  tail.close();
  rmSync(folder, { recursive: true });
});

const line = (seq: number): string =>
  `${JSON.stringify({ v: 1, seq, event: 'x', mac: 'secret' })}\n`;
const seqs = (): number[] => tail.read().map(({ seq }) => seq);

describe('following the audit log', () => {
  it('gives each line once, and a half-written one when it is whole', () => {
    writeFileSync(path, line(0) + line(1).slice(0, 10));
    expect(seqs()).toEqual([0]);
    expect(seqs()).toEqual([]);
    appendFileSync(path, line(1).slice(10));
    expect(seqs()).toEqual([1]);
  });

  it('goes on in the new file when the log begins one, without losing the end of the old', () => {
    writeFileSync(path, line(0));
    expect(seqs()).toEqual([0]);
    appendFileSync(path, line(1));
    renameSync(path, join(folder, 'audit-000000000000.jsonl'));
    writeFileSync(path, line(2));
    expect(seqs()).toEqual([1, 2]);
  });

  it('passes over what is no line of the log and leaves the MAC out', () => {
    writeFileSync(path, `not json\n{}\n[]\nnull\n${line(3)}`);
    const entries = tail.read();
    expect(entries).toEqual([{ v: 1, seq: 3, event: 'x' }]);
  });

  it('says that there is no vault where there is no log', () => {
    expect(() => tail.read()).toThrow(expect.objectContaining({ code: 'not_initialized' }));
  });
});
