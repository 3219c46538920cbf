import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git']);

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : walk(name);
    return [name];
  });
}

/** What is, or would be, committed; without git (an unpacked archive) everything that is not installed or built. */
export function projectFiles(): string[] {
  if (!existsSync(path.join(ROOT, '.git'))) return walk('');
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\0')
    .filter(
      (name) => statSync(path.join(ROOT, name), { throwIfNoEntry: false })?.isFile() === true,
    );
}

export function readProjectFile(name: string): string {
  return readFileSync(path.join(ROOT, name), 'utf8');
}

/** Names under one of the folders with one of the extensions. */
export function filesUnder(folders: readonly string[], extensions: readonly string[]): string[] {
  return projectFiles().filter(
    (name) =>
      folders.some((folder) => name.startsWith(`${folder}/`)) &&
      extensions.includes(path.extname(name)),
  );
}
