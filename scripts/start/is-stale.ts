import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'migrations', 'package.json'];
const BUILT = ['cli/main.js', 'main/index.js', 'preload/index.cjs', 'renderer/index.html'];

function timesUnder(path: string): number[] {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return [];
  if (!entry.isDirectory()) return [entry.mtimeMs];
  return readdirSync(path).flatMap((name) => timesUnder(join(path, name)));
}

/** Whether something of `dist` is missing or older than the newest source. */
export function isStale(root: string): boolean {
  const configs = readdirSync(root).filter((name) => /^vite\..*\.config\.ts$/.test(name));
  const newest = Math.max(0, ...[...SOURCES, ...configs].flatMap((name) => timesUnder(join(root, name)))); // prettier-ignore
  return BUILT.some((name) => {
    const built = statSync(join(root, 'dist', name), { throwIfNoEntry: false });
    return built === undefined || built.mtimeMs < newest;
  });
}
