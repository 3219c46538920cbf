import { dialog, type BaseWindow } from 'electron';
import type { MessageKey } from '../shared/messages/catalogue.ts';

export type FileKind = 'dotenv' | 'json' | 'python-store';

const TITLES: Readonly<Record<FileKind, MessageKey>> = {
  dotenv: 'shell.choose.dotenv',
  json: 'shell.choose.json',
  'python-store': 'shell.choose.python_store',
};

const EXTENSIONS: Readonly<Record<FileKind, readonly string[]>> = {
  // A name that begins with a dot has no extension for the system's dialogs.
  dotenv: ['*'],
  json: ['json'],
  'python-store': ['db', 'sqlite', 'sqlite3'],
};

/** The system's dialog for one file over the window; null: the owner chose none. */
export async function chooseFile(
  window: BaseWindow | null,
  kind: FileKind,
  t: (key: MessageKey) => string,
): Promise<string | null> {
  const title = t(TITLES[kind]);
  const all = { name: t('shell.choose.all_files'), extensions: ['*'] };
  const named = { name: kind === 'json' ? 'JSON' : 'SQLite', extensions: [...EXTENSIONS[kind]] };
  const options = {
    title,
    filters: kind === 'dotenv' ? [all] : [named, all],
    properties: ['openFile' as const, 'showHiddenFiles' as const, 'dontAddToRecent' as const],
  };
  const { canceled, filePaths } =
    window === null
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}
