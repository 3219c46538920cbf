import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { LaunchOptions } from '../app-host.ts';

/** Where pages come from: contexts of a headless browser, or the one window of the preview. */
export interface PageSource {
  readonly version: string;
  /**
   * Set for the window of the preview, with the text laid over its corner: its size and colours are the desktop's, it
   * has one page whose process nobody kills, and it is closed by its owner, which ends the app.
   */
  readonly preview: { readonly mark: string } | null;
  context(options: LaunchOptions): Promise<BrowserContext>;
  page(context: BrowserContext): Promise<Page>;
  /** A view let go of its page. */
  dismiss(page: Page): Promise<void>;
  end(context: BrowserContext): Promise<void>;
}

/** Pages of a headless browser that others use too. */
export function headlessPages(browser: Browser): PageSource {
  return {
    version: browser.version(),
    preview: null,
    context: ({ colorScheme = 'light', reducedMotion, languages = ['en-US'] }) =>
      browser.newContext({
        colorScheme,
        ...(reducedMotion === undefined ? {} : { reducedMotion }),
        locale: languages[0] ?? 'en-US',
        timezoneId: 'UTC',
      }),
    page: (context) => context.newPage(),
    dismiss: (page) => page.close(),
    end: (context) => context.close(),
  };
}
