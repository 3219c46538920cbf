import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChromiumHost } from '../../tests/e2e/host/chromium/chromium-host.ts';
import { openPreviewWindow } from '../../tests/e2e/host/chromium/preview-pages.ts';

export interface PreviewOptions {
  readonly browser: string;
  readonly say: (text: string) => void;
  /** A data folder that stays; else a temporary one that goes away with the window. */
  readonly home?: string;
}

/** A preview that is shown until its window is closed or it is stopped. */
export interface Preview {
  /** Resolves when the window is closed, by the owner or by the app that quit. */
  readonly closed: Promise<void>;
  /** Ends the app and starts it anew in the same window. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The app in a window of a browser. @throws if the browser does not start. */
export async function openPreview({ browser, say, home }: PreviewOptions): Promise<Preview> {
  const scratch = mkdtempSync(join(tmpdir(), 'strongroom-preview-'));
  const [profile, userHome, data] = ['profile', 'user', 'data'].map((name) =>
    join(scratch, name),
  ) as [string, string, string];
  for (const folder of [profile, userHome, data]) mkdirSync(folder, { mode: 0o700 });
  const removeScratch = (): void => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  const window = await openPreviewWindow(browser, profile).catch((error: unknown) => {
    removeScratch();
    throw error;
  });
  const launch = (): ChromiumHost => {
    const host = new ChromiumHost(window.pages, { home: home ?? data, userHome });
    host.onDeed(({ did, what }) => {
      say(`The app asked for ${did}: ${what}`);
    });
    return host;
  };
  let host = launch();
  let restarting = false;
  const closed = Promise.withResolvers<undefined>();
  const followExit = (): void => {
    const followed = host;
    void followed.exited.then(async (code) => {
      if (restarting || followed !== host) return;
      if (followed.output !== '') say(followed.output.trimEnd());
      if (code !== 0) say(`The app ended with ${String(code)}.`);
      await window.close();
    });
  };
  followExit();
  window.onClosed(() => {
    // The app would go on in the tray, which a browser has not.
    void host.close().then(() => {
      removeScratch();
      closed.resolve(undefined);
    });
  });
  return {
    closed: closed.promise,
    restart: async () => {
      restarting = true;
      await host.close();
      host = launch();
      restarting = false;
      followExit();
    },
    close: () => window.close(),
  };
}
