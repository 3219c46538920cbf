import { homedir, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** What the environment decides for every command. Never a secret. */
export interface Config {
  /** Absolute path of the data folder. */
  readonly home: string;
  /** A folder with a short path, for sockets of data folders whose own path is too long. */
  readonly shortFolder: string;
  /** The owner asked for output without styling (https://no-color.org). */
  readonly noColor: boolean;
}

/** Reads the environment: `STRONGROOM_HOME`, else the OS's usual place for an application's data. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const chosen = env['STRONGROOM_HOME'];
  const home =
    chosen !== undefined && chosen !== '' ? resolve(chosen) : usualHome(process.platform, env);
  const runtime = env['XDG_RUNTIME_DIR'];
  const shortFolder = runtime !== undefined && isAbsolute(runtime) ? runtime : tmpdir();
  return { home, shortFolder, noColor: (env['NO_COLOR'] ?? '') !== '' };
}

/** What a program that asks the gateway was given. */
export interface CallerVariables {
  /** `STRONGROOM_URL`, null for the usual places. */
  readonly url: string | null;
  /** `STRONGROOM_KEY`: the key of a client, in memory that the caller wipes. */
  readonly key: Uint8Array | null;
  /** `STRONGROOM_KEY_FILE`: a file that holds it. */
  readonly keyFile: string | null;
}

/** Reads them; an empty text counts as not given. */
export function readCaller(env: NodeJS.ProcessEnv = process.env): CallerVariables {
  const [url, key, keyFile] = ['STRONGROOM_URL', 'STRONGROOM_KEY', 'STRONGROOM_KEY_FILE'].map(
    (name) => (env[name] ?? '') || null,
  );
  return {
    url: url ?? null,
    key: key === null || key === undefined ? null : bytesOf(key),
    keyFile: keyFile ?? null,
  };
}

function bytesOf(text: string): Uint8Array {
  const bytes = Buffer.from(new ArrayBuffer(Buffer.byteLength(text)));
  bytes.write(text);
  return bytes;
}

/** A copy of the environment, for a child. */
export function copyEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const given = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(given) as Record<string, string>;
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
