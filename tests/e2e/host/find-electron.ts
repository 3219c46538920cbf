import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';

/** Folder of the installed package `electron`, or null. */
export function electronFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

/**
 * Electron's program, or null. By files only: `require('electron')` starts a download when the program is missing.
 */
export function findElectron(
  folder = electronFolder(),
  override = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '',
): string | null {
  const listed = join(folder ?? '', 'path.txt');
  const program =
    folder !== null && existsSync(listed) ? readFileSync(listed, 'utf8').trim() : null;
  if (override === '' && program === null) return null;
  const path = override === '' ? join(folder ?? '', 'dist') : override;
  const file = join(path, program ?? usualProgram());
  return existsSync(file) ? file : null;
}

function usualProgram(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
