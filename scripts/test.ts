/**
 * `npm test`: builds everything, runs Vitest with coverage, then the window's specs in a browser.
 * Arguments go to Vitest alone and leave the specs out (`npm test -- tests/unit`). With `TEST_REPORTS=<folder>` both write
 * a JSON report there.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const filters = process.argv.slice(2);
const reports = process.env['TEST_REPORTS'];

function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, program), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

function vitest(): Promise<number> {
  const json =
    reports === undefined
      ? []
      : [
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${path.join(reports, 'vitest.json')}`,
        ];
  return run('node_modules/vitest/vitest.mjs', ['run', '--coverage', ...json, ...filters]);
}

function specs(): Promise<number> {
  const report = reports === undefined ? {} : { E2E_REPORT: path.join(reports, 'playwright.json') };
  return run('node_modules/@playwright/test/cli.js', ['test'], report);
}

if ((await run('scripts/build.mjs', [])) !== 0) process.exitCode = 1;
else {
  const failed = await vitest();
  const wantsSpecs = filters.length === 0 && existsSync(path.join(root, 'playwright.config.ts'));
  const specsFailed = wantsSpecs ? await specs() : 0;
  process.exitCode = failed === 0 ? specsFailed : failed;
}
