import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';

export type PathName = Parameters<App['getPath']>[0];

/** Where Electron puts things on Linux, below the HOME that the spec gave. @throws for places not offered. */
export function pathOf(name: PathName, app: string, chosen: ReadonlyMap<string, string>): string {
  const appData = join(homedir(), '.config');
  const userData = chosen.get('userData') ?? join(appData, app);
  const usual: Partial<Record<PathName, string>> = {
    home: homedir(),
    appData,
    userData,
    sessionData: userData,
    temp: tmpdir(),
    exe: process.execPath,
    logs: join(userData, 'logs'),
    crashDumps: join(userData, 'Crashpad'),
    documents: join(homedir(), 'Documents'),
    downloads: join(homedir(), 'Downloads'),
  };
  const path = chosen.get(name) ?? usual[name];
  if (path === undefined) throw new Error(`app.getPath('${name}') is not offered here`);
  return path;
}
