import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import type { AppHost } from '../e2e/host/app-host.ts';
import { launchBrowser } from '../e2e/host/chromium/browser.ts';
import { findBrowser } from '../e2e/host/find-browser.ts';
import type { AnyCalls } from '../e2e/support/ask.ts';
import { ENGLISH } from '../e2e/support/tour-steps.ts';
import { withApp } from '../e2e/support/with-app.ts';
import { PASSWORD } from '../support/vault-fixture.ts';
import { RUNS, median, ms, timed, type Finding } from './measure.ts';
import { bareKeyPath, type Homes } from './vault-bench.ts';

const RENDERER = join(import.meta.dirname, '../../dist/renderer/assets');

/** The window of the built app in the Chromium host of the specs; nothing where there is no Chromium. */
export async function benchWindow(homes: Homes): Promise<Finding[]> {
  const program = findBrowser();
  if (program === null) return [bundle()];
  const browser = await launchBrowser(program);
  try {
    return [
      bundle(),
      ...(await benchLocking(browser, homes)),
      ...(await benchCalls(browser, homes)),
      await benchSearch(browser, homes),
    ];
  } finally {
    await browser.close();
  }
}

function bundle(): Finding {
  const files = readdirSync(RENDERER).filter((name) => /\.(?:js|css)$/.test(name));
  const sizes = files.map((name) => gzipSync(readFileSync(join(RENDERER, name))).length / 1024);
  return {
    name: 'page, scripts and styles, gzip',
    unit: 'KiB',
    measured: sizes.reduce((sum, size) => sum + size, 0),
    limit: 250,
    detail: `${String(files.length)} files`,
  };
}

/** Milliseconds from the click on Unlock to the frame that shows the list, by the page's own clock. */
async function unlockToList(page: Page): Promise<number> {
  await page.getByLabel(ENGLISH('doors.locked.password'), { exact: true }).fill(PASSWORD);
  const shown = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let clicked = Number.NaN;
        const click = () => (clicked = performance.now());
        addEventListener('click', click, { capture: true, once: true });
        const watcher = new MutationObserver(() => {
          if (document.querySelector('[role="option"]') === null) return;
          watcher.disconnect();
          requestAnimationFrame(() => {
            setTimeout(() => resolve(performance.now() - clicked));
          });
        });
        watcher.observe(document.body, { childList: true, subtree: true });
      }),
  );
  await page.getByRole('button', { name: ENGLISH('doors.locked.unlock') }).click();
  return shown;
}

/** Milliseconds from the start of its loading to the first text of a page. */
function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntriesByName('first-contentful-paint')[0];
          if (paint !== undefined) resolve(paint.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
}

const LOCKED = ENGLISH('shell.tray.locked');

/** Milliseconds from the key to the sign in the tray, which changes when the keys are gone. */
async function lockToTray(app: AppHost): Promise<number> {
  return timed(async () => {
    const pressed = app.press('Control+l');
    while ((await app.recorded()).trays[0]?.toolTip !== LOCKED) await pause(1);
    await pressed;
  });
}

type Times = Record<'keyPath' | 'list' | 'lock' | 'reload' | 'paint', number[]>;

/** Medians of unlocking and locking over and over, and the share of a processor that main takes in between. */
async function benchLocking(browser: Browser, { h1k: home }: Homes): Promise<Finding[]> {
  const keyPath = bareKeyPath(home);
  const times: Times = { keyPath: [], list: [], lock: [], reload: [], paint: [] };
  const idle = { locked: 0, unlocked: 0 };
  await withApp(browser, { home }, async (app) => {
    const locked = await app.window();
    idle.locked = await cpuShare(app);
    for (let run = 0; run < RUNS; run += 1) {
      await locked.reload();
      times.reload.push(await firstPaint(locked));
    }
    for (let run = -1; run < RUNS; run += 1) {
      const bare = await timed(keyPath);
      const list = await unlockToList(await app.window());
      if (run < 0) idle.unlocked = await cpuShare(app);
      let lock = 0;
      const next = await app.nextWindow(async () => {
        lock = await lockToTray(app);
      });
      const paint = await firstPaint(next);
      if (run < 0) continue;
      times.keyPath.push(bare);
      times.list.push(list);
      times.lock.push(lock);
      times.paint.push(paint);
    }
  });
  return lockingFindings(times, idle);
}

function lockingFindings(
  times: Times,
  idle: { readonly locked: number; readonly unlocked: number },
): Finding[] {
  const of = (name: keyof Times) => median(times[name]);
  const atMost = (name: keyof Times) => `at most ${ms(Math.max(...times[name]))}`;
  return [
    {
      name: 'window, click to list, 1 000 secrets, beyond the bare key path',
      unit: 'ms',
      measured: of('list') - of('keyPath'),
      limit: 150,
      detail: `${ms(of('list'))}, key path ${ms(of('keyPath'))}`,
    },
    {
      name: 'window, key to locked',
      unit: 'ms',
      measured: of('lock'),
      limit: 100,
      detail: atMost('lock'),
    },
    {
      name: 'window, first text of the locked screen',
      unit: 'ms',
      measured: of('reload'),
      limit: 150,
      detail: `${atMost('reload')}, in a new process ${ms(of('paint'))}`,
    },
    ...(['locked', 'unlocked'] as const).map((state): Finding => ({
      name: `main, idle, ${state}, share of a processor`,
      unit: '%',
      measured: idle[state],
      limit: 0.5,
      detail: `over ${String(IDLE_MS / 1000)} s`,
    })),
  ];
}

const IDLE_MS = 20_000;
/** What an unlock or a start leaves to be done is over by then. */
const REST_MS = 5_000;

/** Per cent of one processor that main takes while nobody does anything. */
async function cpuShare(app: AppHost): Promise<number> {
  await pause(REST_MS);
  const spentUs = async () => {
    const { user, system } = await app.evaluate(() => process.cpuUsage(), null);
    return user + system;
  };
  const before = await spentUs();
  await pause(IDLE_MS);
  return ((await spentUs()) - before) / 10 / IDLE_MS;
}

const CALLS = 50;

/** Median milliseconds of a call that the page makes, one after the other. */
async function callMs(page: Page, group: string, verb: string): Promise<number> {
  const times = await page.evaluate(
    async ([group, verb, calls]) => {
      const { strongroom } = window as unknown as { strongroom: AnyCalls };
      const spent: number[] = [];
      for (let call = 0; call < calls; call += 1) {
        const began = performance.now();
        await strongroom[group]?.[verb]?.({});
        spent.push(performance.now() - began);
      }
      return spent;
    },
    [group, verb, CALLS] as const,
  );
  return median(times);
}

/** A call against one whose handler in main does nothing: what the way costs, and what the contract's checks do. */
async function benchCalls(browser: Browser, { h1k: home }: Homes): Promise<Finding[]> {
  const medians = await withApp(browser, { home }, async (app) => {
    const page = await app.window();
    await app.evaluate(({ ipcMain }) => {
      ipcMain.removeHandler('vault:app.ready');
      ipcMain.handle('vault:app.ready', () => null);
    }, null);
    const status: number[] = [];
    const bare: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      status.push(await callMs(page, 'vault', 'status'));
      bare.push(await callMs(page, 'app', 'ready'));
      // As long as the page may not ask any faster.
      await pause(1000);
    }
    return { status: median(status), bare: median(bare) };
  });
  const { status, bare } = medians;
  const detail = `${ms(status)}, bare ${ms(bare)}`;
  return [
    { name: 'window, a call of the page', unit: 'ms', measured: status, limit: 10, detail },
    {
      name: 'window, a call of the page, against a bare handler',
      unit: 'x',
      measured: status / bare,
      limit: 2,
      detail,
    },
  ];
}

const QUERY = 'broker account 07';

/** From a key to the end of what it causes: handlers, React's render, style and layout. */
async function benchSearch(browser: Browser, { h10k: home }: Homes): Promise<Finding> {
  const spent = await withApp(browser, { home }, async (app) => {
    const page = await app.window();
    await unlockToList(page);
    await page.getByRole('searchbox').focus();
    await page.evaluate(() => {
      const spent: number[] = [];
      Object.assign(window, { spent });
      const { port1, port2 } = new MessageChannel();
      let began = 0;
      port1.onmessage = () => {
        document.body.getBoundingClientRect();
        spent.push(performance.now() - began);
      };
      const begin = () => {
        began = performance.now();
        // The next task: after every handler of this event and what they left in microtasks.
        port2.postMessage(null);
      };
      addEventListener('input', begin, { capture: true });
    });
    for (let round = 0; round < RUNS; round += 1) {
      for (const key of QUERY) await page.keyboard.press(key);
      await page.keyboard.press('Escape');
    }
    return page.evaluate(() => (window as unknown as { spent: number[] }).spent);
  });
  return {
    name: 'window, a key of a search, 10 000 secrets',
    unit: 'ms',
    measured: median(spent),
    limit: 16,
    detail: `${String(spent.length)} keys, at most ${ms(Math.max(...spent))}`,
  };
}
