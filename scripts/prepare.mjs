// `prepare`: builds the command line and the desktop app at the end of `npm install`.
// Plain JavaScript: a host whose npm runs no install scripts may get here with its own, older Node.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

if (!existsSync(path.join(root, 'node_modules', 'vite'))) {
  // `npm install --omit=dev`: there is nothing to build with, and nothing to fail for.
  console.log('strongroom: development packages are not installed, nothing was built.');
} else if (!(await build())) {
  process.exitCode = 1;
}
