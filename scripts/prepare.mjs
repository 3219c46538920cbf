// `prepare`: builds the command line at the end of `npm install`.
// Plain JavaScript: a host whose npm runs no install scripts may get here with its own, older Node.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');

if (!existsSync(vite)) {
  // `npm install --omit=dev`: there is nothing to build with, and nothing to fail for.
  console.log(
    'strongroom: development packages are not installed, the command line was not built.',
  );
} else {
  const build = spawnSync(process.execPath, [vite, 'build', '--config', 'vite.cli.config.ts'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = build.status ?? 1;
}
