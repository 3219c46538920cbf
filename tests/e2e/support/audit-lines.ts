import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEntry } from '../../../src/shared/model.ts';

/** Every line of a data folder's log as it lies on the disk, in its order. */
export function auditLines(home: string): AuditEntry[] {
  const folder = join(home, 'audit');
  return readdirSync(folder)
    .filter((name) => /^audit(-\d+)?\.jsonl$/.test(name))
    .sort((a, b) => b.localeCompare(a))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditEntry)
    .sort((a, b) => a.seq - b.seq);
}

/** How many calls of a channel were refused for a reason, by the lines of the log. */
export function refusedCalls(home: string, channel: string, reason: string): number {
  return auditLines(home)
    .filter((line) => line.event === 'ipc.refused' && line.reason === reason)
    .filter(({ ref }) => ref['channel'] === channel)
    .reduce((sum, { n }) => sum + (n['calls'] ?? 0), 0);
}
