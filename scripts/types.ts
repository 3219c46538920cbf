/**
 * `npm run types`: each room is compiled with its own tsconfig, so that shared sees no Node types and core no DOM.
 * The compiler is TypeScript 7 (docs/decisions/0008-typescript-7-beside-6.md).
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const compiler = path.join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');

function rooms(): string[] {
  const inSrc = readdirSync(path.join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return [...inSrc, 'migrations', 'tests', 'e2e'];
}

function compile(project: string): Promise<{ room: string; ok: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, '-p', project, '--pretty', 'false'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ room: project, ok: code === 0, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

const projects = rooms().map((room) => `tsconfig.${room}.json`);
const missing = projects.filter((project) => !existsSync(path.join(root, project)));
for (const project of missing) console.error(`${project} is missing: every room has its own.`);

const results = await Promise.all(
  projects.filter((project) => !missing.includes(project)).map((project) => compile(project)),
);
// The same error of a shared file would show once for each room that imports it.
const seen = new Set<string>();
for (const { room, ok, output } of results) {
  if (ok) continue;
  console.error(`${room}:`);
  for (const line of output.split('\n')) {
    if (line === '' || seen.has(line)) continue;
    seen.add(line);
    console.error(`  ${line}`);
  }
}
const failed = missing.length > 0 || results.some(({ ok }) => !ok);
if (!failed) console.log(`types: ${String(results.length)} rooms, no errors`);
process.exitCode = failed ? 1 : 0;
