import { homedir, userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** What the environment decides. Never a secret. */
export interface Config {
  /** Absolute path of the data folder. */
  readonly home: string;
  /** The owner asked for output without styling (https://no-color.org). */
  readonly noColor: boolean;
}

/** Reads the environment: `STRONGROOM_HOME`, else the OS's usual place for an application's data. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const chosen = env['STRONGROOM_HOME'];
  const home =
    chosen !== undefined && chosen !== '' ? resolve(chosen) : usualHome(process.platform, env);
  return { home, noColor: (env['NO_COLOR'] ?? '') !== '' };
}

/** Takes variables out of the environment, so that no child of this process has them. */
export function forgetVariables(
  names: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): void {
  for (const name of names) Reflect.deleteProperty(env, name);
}

function usualHome(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') {
    return join(env['APPDATA'] ?? join(ownHome(), 'AppData', 'Roaming'), 'Strongroom');
  }
  if (platform === 'darwin') return join(ownHome(), 'Library', 'Application Support', 'Strongroom');
  const data = env['XDG_DATA_HOME'];
  // The base directory specification ignores relative paths.
  const base = data !== undefined && isAbsolute(data) ? data : join(ownHome(), '.local', 'share');
  return join(base, 'strongroom');
}

/** An empty HOME is no place; the account's own entry then says where it is. */
function ownHome(): string {
  const home = homedir();
  return isAbsolute(home) ? home : userInfo().homedir;
}
