import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'brave-browser',
];
const ON_MAC = ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const ON_WINDOWS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

interface Look {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly exists?: (path: string) => boolean;
  /** Leave out browsers that can show no window. */
  readonly windowed?: boolean;
}

/** A browser of Chromium's family: CHROMIUM_PATH, else by the usual names; null if there is none. */
export function findBrowser(look: Look = {}): string | null {
  const { env = process.env, platform = process.platform, exists = existsSync } = look;
  const chosen = env['CHROMIUM_PATH'] ?? '';
  if (chosen !== '') return exists(chosen) ? chosen : null;
  const names = look.windowed === true ? NAMES.slice(1) : NAMES;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const programs = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => env[name]);
  const places: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: ON_MAC,
    win32: programs
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => ON_WINDOWS.map((parts) => join(folder, ...parts))),
  };
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(places[platform] ?? [])].find((path) => exists(path)) ?? null;
}
