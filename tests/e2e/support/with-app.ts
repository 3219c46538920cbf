import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import type { AppHost, LaunchOptions } from '../host/app-host.ts';
import { ChromiumHost } from '../host/chromium/chromium-host.ts';
import { headlessPages } from '../host/chromium/pages.ts';

/** Runs the built app outside of a spec, over a data folder that stays. */
export async function withApp<Result>(
  browser: Browser,
  options: Omit<LaunchOptions, 'userHome'>,
  use: (app: AppHost) => Promise<Result>,
): Promise<Result> {
  const userHome = mkdtempSync(join(tmpdir(), 'strongroom-user-'));
  const app = new ChromiumHost(headlessPages(browser), { ...options, userHome });
  try {
    return await use(app);
  } finally {
    await app.close();
    rmSync(userHome, { recursive: true, force: true });
  }
}
