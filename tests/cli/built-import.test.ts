import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sandbox } from './run-built.ts';

const STORE = resolve(import.meta.dirname, '..', 'samples', 'python-store.db');
const STORE_PASSWORD = 'correct horse battery staple 9!';

let box: Sandbox;

beforeAll(async () => {
  box = new Sandbox();
  expect((await box.run(['init', '--new-password-file', box.passwordFile])).exit).toBe(0);
});
afterAll(() => {
  box.remove();
});

const hashOf = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');

interface Report {
  readonly imported: number;
  readonly entries: readonly { name: string; outcome: string; code: string | null }[];
}

describe('importing an older Python store', () => {
  it('names the damaged row, imports the other eight and ends with exit 1', async () => {
    const before = hashOf(STORE);
    const source = box.file('source-password', STORE_PASSWORD);
    const args = [
      'import',
      STORE,
      '--from',
      'python-store',
      '--source-password-file',
      source,
      '--json',
    ];
    const { exit, stdout } = await box.open(args);
    expect(exit).toBe(1);
    const { imported, entries } = JSON.parse(stdout.toString('utf8')) as Report;
    expect(imported).toBe(8);
    const others = entries.filter(({ outcome }) => outcome !== 'imported');
    expect(others).toMatchObject([
      { name: 'damaged_row', outcome: 'damaged', code: 'record_corrupt' },
    ]);
    const listed = await box.open(['ls']);
    expect(listed.stdout.toString('utf8').trim().split('\n')).toHaveLength(8);
    expect(hashOf(STORE)).toBe(before);

    const again = await box.open(args);
    expect(again.exit).toBe(1);
    const second = JSON.parse(again.stdout.toString('utf8')) as Report;
    expect(second.imported).toBe(0);
    expect(second.entries.filter(({ outcome }) => outcome === 'clash')).toHaveLength(8);
  });

  it('says which of the two passwords was wrong, without asking the vault', async () => {
    const source = box.file('source-wrong', 'something else entirely');
    const args = ['import', STORE, '--from', 'python-store', '--source-password-file', source];
    const { exit, stderr } = await box.open(args);
    expect(exit).toBe(3);
    expect(stderr).toContain('It is the other store that did not open');
    const status = await box.run(['status', '--json']);
    expect(JSON.parse(status.stdout.toString('utf8'))).toMatchObject({ failed_attempts: 0 });
  });
});

describe('wrong passwords in a row', () => {
  it('delay the next attempt, across processes, and status tells the wait', async () => {
    const wrong = box.file('wrong', 'not the password of this vault');
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect((await box.run(['ls', '--password-file', wrong])).stderr).toContain('bad_password');
    }
    const refused = await box.open(['ls', '--json']);
    expect(refused.exit).toBe(3);
    const { error } = JSON.parse(refused.stderr) as {
      error: { code: string; retry_after_ms: number };
    };
    expect(error.code).toBe('throttled');
    expect(error.retry_after_ms).toBeGreaterThan(0);
    expect(error.retry_after_ms).toBeLessThanOrEqual(5000);
    const status = await box.run(['status', '--json']);
    expect(JSON.parse(status.stdout.toString('utf8'))).toMatchObject({ failed_attempts: 4 });
  });
});
