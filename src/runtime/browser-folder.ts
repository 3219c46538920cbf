import { join } from 'node:path';
import { makeFolder } from '../store/data-folder.ts';

/**
 * The folder in a data folder that Chromium writes its own state to; made if it is missing, for its owner alone. Null if
 * it cannot be made: then the data folder is of no use either, and opening the vault says why.
 */
export function makeBrowserFolder(home: string): string | null {
  const folder = join(home, 'browser');
  try {
    makeFolder(folder);
    return folder;
  } catch {
    return null;
  }
}
