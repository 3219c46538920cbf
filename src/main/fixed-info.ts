import type { FixedInfo } from './app-preferences.ts';

interface RunningOn {
  readonly platform: NodeJS.Platform;
  readonly versions: Readonly<Record<string, string | undefined>>;
}

/** What of the app does not change while it runs. */
export function fixedInfo(
  home: string,
  version: string,
  { platform, versions }: RunningOn = process,
): FixedInfo {
  const chrome = versions['chrome'];
  return {
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    version,
    runtime: {
      electron: versions['electron'] ?? '',
      chrome: chrome ?? '',
      node: versions['node'] ?? '',
    },
    home,
    // Electron always names its Chromium: who does not is a browser's window that shows the same page.
    preview: chrome === undefined,
  };
}
