import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOR_OTHERS = 0o077;

/** What in the data folder others than its owner could reach: a line each. Windows has no such modes. */
export function looseModes(home: string): readonly string[] {
  if (process.platform === 'win32') return [];
  const inside = ['audit', 'run'].flatMap((folder) => listed(join(home, folder)));
  return [home, ...listed(home), ...inside].flatMap((path) => {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return [];
    if (stat.isSymbolicLink()) return [`${path} is a symbolic link`];
    const mode = stat.mode & 0o777;
    return (mode & FOR_OTHERS) === 0
      ? []
      : [`${path} has mode ${mode.toString(8).padStart(4, '0')}`];
  });
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
