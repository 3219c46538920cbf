import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../host/chromium/browser.ts';
import { ChromiumHost } from '../host/chromium/chromium-host.ts';
import { headlessPages } from '../host/chromium/pages.ts';
import { findBrowser } from '../host/find-browser.ts';
import { makeRunFolder } from '../support/run-folder.ts';
import { SAMPLE_NOW } from '../support/sample-secrets.ts';
import { seedHome } from '../support/seed.ts';
import { ENGLISH, GERMAN, settle, TOURS } from '../support/tours.ts';

makeRunFolder();
const OUT = process.argv[2] ?? '/tmp/sr/ax';
const only = process.argv[3]?.split(',');
const lang = process.argv[4] ?? 'en';
const size = (process.argv[5] ?? '1100x800').split('x').map(Number);
const browser = await launchBrowser(findBrowser()!);
for (const tour of TOURS) {
  if (only && !tour.stops.some((s) => only.includes(s.name)) && !only.includes(tour.name)) continue;
  const home = mkdtempSync(join(tmpdir(), 'strongroom-data-'));
  const userHome = mkdtempSync(join(tmpdir(), 'strongroom-user-'));
  await seedHome(home, tour.vault);
  tour.spoil?.(home);
  const app = new ChromiumHost(headlessPages(browser), { home, userHome, clock: SAMPLE_NOW, languages: lang==='de'?['de-DE']:['en-US'] });
  try {
    const page = await app.window();
    await page.setViewportSize({ width: size[0]!, height: size[1]! });
    const place = { app, page, words: lang==='de'?GERMAN:ENGLISH };
    for (const stop of tour.stops) {
      await stop.show(place);
      await settle(page);
      for (const dark of [false, true]) {
        await app.setSystemDark(dark);
        await settle(page);
        await page.screenshot({ path: join(OUT, `${stop.name}-${dark ? 'dark' : 'light'}.png`), animations: 'disabled' });
      }
      await app.setSystemDark(false);
      await stop.leave?.(place);
      console.log(stop.name);
    }
  } catch (e) { console.log(tour.name, e); await (await app.window()).screenshot({path: join(OUT, 'failed.png')}); }
  console.log(app.output, JSON.stringify(app.findings));
  await app.close();
  rmSync(home, { recursive: true, force: true });
  rmSync(userHome, { recursive: true, force: true });
}
await browser.close();
