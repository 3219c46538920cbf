import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLE = 'STRONGROOM_E2E_RUN';

/** A folder that all workers of this run share. */
export function runFolder(): string {
  const folder = process.env[VARIABLE];
  if (folder === undefined) throw new Error('the run folder is made by playwright.config.ts');
  return folder;
}

/** Makes it in the first process that reads the configuration; workers inherit the variable. It goes away with the run. */
export function makeRunFolder(): void {
  if (process.env[VARIABLE] !== undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-e2e-'));
  process.env[VARIABLE] = folder;
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
}
