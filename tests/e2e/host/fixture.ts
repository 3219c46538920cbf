import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Browser, type Page } from '@playwright/test';
import type { AppHost, LaunchOptions } from './app-host.ts';
import { launchBrowser } from './chromium/browser.ts';
import { ChromiumHost } from './chromium/chromium-host.ts';
import { headlessPages } from './chromium/pages.ts';
import { ElectronHost } from './electron-host.ts';
import { findBrowser } from './find-browser.ts';
import { findElectron } from './find-electron.ts';
import { SAMPLE_NOW, SAMPLE_VALUES } from '../support/sample-secrets.ts';
import { OWNER_PASSWORD, seedHome, type SeedName } from '../support/seed.ts';
import { DeclaredSecrets, problemsOf, type Strictness } from './strictness.ts';

const NO_HOST =
  'neither Electron nor a Chromium was found: see CHROMIUM_PATH, or install chromium-headless-shell';

/** What an app can be shown in on this machine. */
type Stage =
  | { readonly kind: 'electron'; readonly program: string }
  | { readonly kind: 'chromium'; readonly browser: Browser };

export interface AppFixtures {
  /** The data folder, empty unless a spec or `vault` put a vault there. */
  readonly home: string;
  readonly secrets: DeclaredSecrets;
  readonly strictness: Strictness;
  /** What the data folder holds before the app starts. */
  readonly vault: SeedName;
  readonly appOptions: Partial<LaunchOptions>;
  /** Starts the app; more than once for a second instance. Each is closed and looked at when the spec ends. */
  readonly start: (options?: Partial<LaunchOptions>) => Promise<AppHost>;
  /** The app, started. */
  readonly app: AppHost;
  /** Its first page. After a lock there is another: see `AppHost.nextWindow`. */
  readonly page: Page;
}

/** One browser a worker; a data folder, a browser context and a main process a spec. */
export const test = base.extend<AppFixtures, { readonly stage: Stage | null }>({
  stage: [
    async ({}, use) => {
      const program = findElectron();
      const browserPath = findBrowser();
      if (program !== null) await use({ kind: 'electron', program });
      else if (browserPath === null) await use(null);
      else {
        const browser = await launchBrowser(browserPath);
        await use({ kind: 'chromium', browser });
        await browser.close();
      }
    },
    { scope: 'worker' },
  ],
  strictness: [{}, { option: true }],
  vault: ['none', { option: true }],
  appOptions: [{}, { option: true }],
  secrets: async ({ vault }, use) => {
    const secrets = new DeclaredSecrets();
    secrets.declare(OWNER_PASSWORD, ...(vault === 'sample' ? SAMPLE_VALUES : []));
    await use(secrets);
  },
  home: async ({ vault }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'strongroom-data-'));
    await seedHome(folder, vault);
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  start: async ({ stage, home, secrets, strictness, appOptions, vault }, use, info) => {
    if (stage === null && process.env['CI_REQUIRE_BROWSER'] === '1') throw new Error(NO_HOST);
    info.skip(stage === null, NO_HOST);
    if (stage === null) return;
    const userHome = mkdtempSync(join(tmpdir(), 'strongroom-user-'));
    const started: AppHost[] = [];
    await use(async (more = {}) => {
      const clock = vault === 'sample' ? { clock: SAMPLE_NOW } : {};
      const options = { home, userHome, ...clock, ...appOptions, ...more };
      const app =
        stage.kind === 'electron'
          ? await ElectronHost.launch(stage.program, options)
          : new ChromiumHost(headlessPages(stage.browser), options);
      started.push(app);
      return app;
    });
    for (const app of started) {
      await app.close();
      // Once something is wrong, the findings are only its consequences.
      if (info.errors.length > 0) await info.attach('main.log', { body: app.output });
      else expect.soft(await problemsOf(app, secrets, strictness)).toEqual([]);
    }
    rmSync(userHome, { recursive: true, force: true });
  },
  app: async ({ start }, use) => {
    await use(await start());
  },
  page: async ({ app }, use) => {
    await use(await app.window());
  },
});

export { expect };
