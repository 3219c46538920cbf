import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vaultPaths } from '../../src/runtime/paths.ts';

/** Event and outcome of a line. */
export interface LineMark {
  readonly event: string;
  readonly outcome: string;
}

/** Every line of all segments of a log, by correlation id; of a long log no more than this is kept. */
export function linesById(home: string): ReadonlyMap<string, readonly LineMark[]> {
  const folder = vaultPaths(home).audit;
  const found = new Map<string, LineMark[]>();
  for (const name of readdirSync(folder).filter((each) => /^audit(-\d+)?\.jsonl$/.test(each))) {
    for (const text of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (text === '') continue;
      const line = JSON.parse(text) as LineMark & { readonly correlation_id: string };
      const { correlation_id: id, event, outcome } = line;
      found.set(id, [...(found.get(id) ?? []), { event, outcome }]);
    }
  }
  return found;
}
