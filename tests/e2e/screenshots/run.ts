// `npm run screenshots [folder]`: the pictures of the README, of the built app with the sample vault, light and dark.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from '@playwright/test';
import { launchBrowser } from '../host/chromium/browser.ts';
import { findBrowser } from '../host/find-browser.ts';
import { makeRunFolder } from '../support/run-folder.ts';
import { SAMPLE_NOW } from '../support/sample-secrets.ts';
import { seedHome } from '../support/seed.ts';
import { smallPng } from '../support/small-png.ts';
import { ENGLISH, settle, type Place } from '../support/tour-steps.ts';
import { withApp } from '../support/with-app.ts';
import { ALBUM, type Picture, type Sitting } from './album.ts';

const OUT = resolve(process.argv[2] ?? 'docs/screenshots');
const USUAL = { width: 1100, height: 800 };

async function take(browser: Browser, { vault, pictures }: Sitting): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'strongroom-pictures-'));
  try {
    await seedHome(home, vault);
    await withApp(browser, { home, clock: SAMPLE_NOW }, async (app) => {
      const place: Place = { app, page: await app.window(), words: ENGLISH };
      for (const picture of pictures) await takeOne(place, picture);
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function takeOne(place: Place, { name, show, size = USUAL, leave }: Picture): Promise<void> {
  const { app, page } = place;
  await page.setViewportSize(size);
  await show(place);
  // The system lays its window buttons over the page; a picture of the page alone would have a hole there.
  await page.evaluate(() => delete document.documentElement.dataset['controls']);
  for (const theme of ['light', 'dark'] as const) {
    await app.setSystemDark(theme === 'dark');
    await settle(page);
    const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    writeFileSync(join(OUT, `${name}-${theme}.png`), smallPng(picture));
  }
  await app.setSystemDark(false);
  await leave?.(place);
}

const program = findBrowser();
if (program === null) throw new Error('No Chromium was found: see CHROMIUM_PATH.');
makeRunFolder();
mkdirSync(OUT, { recursive: true });
const browser = await launchBrowser(program);
try {
  for (const sitting of ALBUM) await take(browser, sitting);
} finally {
  await browser.close();
}
