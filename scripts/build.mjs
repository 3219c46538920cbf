// `npm run build [part ...]`: the command line, and the desktop's main process, preload and page, each with its own
// configuration of Vite. Plain JavaScript: `prepare` calls it with whatever Node the host has.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const PARTS = ['cli', 'main', 'preload', 'renderer'];

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');

function buildPart(part) {
  return new Promise((resolve, reject) => {
    const args = [vite, 'build', '--config', `vite.${part}.config.ts`];
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
}

/** Whether all of them were built. */
export async function build(parts = PARTS) {
  const built = await Promise.all(parts.map(buildPart));
  return built.every(Boolean);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const parts = process.argv.slice(2);
  const unknown = parts.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0)
    console.error(`There is no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}.`);
  else if (await build(parts.length > 0 ? parts : PARTS)) process.exitCode = 0;
  if (process.exitCode === undefined) process.exitCode = 1;
}
