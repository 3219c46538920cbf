import { chromium } from '@playwright/test';
import { canSandbox, QUIET_FLAGS } from './browser.ts';
import type { PageSource } from './pages.ts';

const EMPTY = 'data:text/html,<title>Strongroom</title>';
const SIZE = '1100,800';

/** A window of a browser that shows one page of an app after the other. */
export interface PreviewWindow {
  readonly pages: PageSource;
  /** Window and browser are gone. */
  onClosed(listener: () => void): void;
  close(): Promise<void>;
}

/** Opens it without tabs and without an address. Over a pipe: no port that another program could speak to. */
export async function openPreviewWindow(
  executablePath: string,
  profile: string,
): Promise<PreviewWindow> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    viewport: null,
    chromiumSandbox: canSandbox,
    colorScheme: null,
    // Who opened the window ends it, and the app with it.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    // Without it the browser greets with a bar about the missing sandbox, and with one about automation.
    args: [...QUIET_FLAGS, `--app=${EMPTY}`, `--window-size=${SIZE}`, '--test-type'],
    ignoreDefaultArgs: ['--enable-automation'],
  });
  const seat = context.pages()[0] ?? (await context.newPage());
  let ended: Promise<void> | null = null;
  // Waits for the browser's process, which writes into its profile until it ends; it may have ended by itself.
  const close = (): Promise<void> => (ended ??= context.close().catch(() => undefined));
  // Without its window the browser would stay.
  seat.on('close', () => void close());
  // What a browser's own keys open is nothing that the app has.
  context.on('page', (page) => void page.close().catch(() => undefined));
  const pages: PageSource = {
    version: context.browser()?.version() ?? '',
    preview: { mark: 'Preview, not for real secrets' },
    context: () => Promise.resolve(context),
    page: () => Promise.resolve(seat),
    dismiss: () => Promise.resolve(),
    end: () => context.unrouteAll().catch(() => undefined),
  };
  return {
    pages,
    onClosed: (listener) => {
      context.on('close', () => void close().then(listener));
    },
    close,
  };
}
