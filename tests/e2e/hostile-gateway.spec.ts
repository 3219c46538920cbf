import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import {
  closeTestGateways,
  startTestGateway,
  type TestGateway,
} from '../gateway/gateway-fixture.ts';
import { call, field } from '../support/vault-fixture.ts';
import { canSandbox, QUIET_FLAGS } from './host/chromium/browser.ts';
import { findBrowser } from './host/find-browser.ts';
import { SERVICE_WORKER, tryPortTricks } from './support/port-tricks.ts';
import { WireTap } from './support/wire-tap.ts';

/*
 * SECURITY: a page of somebody else, in the owner's own browser, gets nothing from the gateway's port, whatever it knows
 * and whatever the port's owner has switched off. The browser is real and its address of the gateway too; a tap on the
 * wire between them has every byte that the gateway said.
 */

const VALUE = 'only-for-the-bot-53c1';
const PATH = '/v1/secrets/gamma';
const NO_BROWSER = 'no Chromium was found: see CHROMIUM_PATH, or install chromium-headless-shell';

interface Stage {
  readonly g: TestGateway;
  readonly tap: WireTap;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Origins: of the gateway, of the gateway under a name that points to it now, of somebody else's server. */
  readonly gateway: string;
  readonly rebound: string;
  readonly elsewhere: string;
}

const test = base.extend<{ readonly stage: Stage }>({
  stage: async ({}, use, info) => {
    const executablePath = findBrowser();
    if (executablePath === null && process.env['CI_REQUIRE_BROWSER'] === '1') {
      throw new Error(NO_BROWSER);
    }
    info.skip(executablePath === null, NO_BROWSER);
    if (executablePath === null) return;
    const g = await gatewayWithSecret();
    const tap = await WireTap.before(g.port);
    const pages = createServer((request, response) => {
      const isWorker = request.url === '/worker.js';
      response.setHeader('Content-Type', isWorker ? 'text/javascript' : 'text/html');
      response.setHeader('Connection', 'close');
      response.end(isWorker ? SERVICE_WORKER : '<!doctype html><title>elsewhere</title>');
    });
    await new Promise<void>((done) => pages.listen(0, '127.0.0.1', done));
    const elsewhere = `127.0.0.1:${String((pages.address() as AddressInfo).port)}`;
    const tapped = `127.0.0.1:${String(tap.port)}`;
    const rules = ['127.0.0.1', 'rebound.test'].map(
      (host) => `MAP ${host}:${String(g.port)} ${tapped}`,
    );
    const [, ...quiet] = QUIET_FLAGS;
    const browser = await chromium.launch({
      executablePath,
      args: [...quiet, `--host-resolver-rules=${rules.join(',')}`],
      chromiumSandbox: canSandbox,
    });
    const context = await browser.newContext();
    await use({
      ...{ g, tap, context, page: await context.newPage() },
      gateway: `http://127.0.0.1:${String(g.port)}`,
      rebound: `http://rebound.test:${String(g.port)}`,
      elsewhere: `http://${elsewhere}`,
    });
    await browser.close();
    pages.close();
    await tap.close();
    await closeTestGateways();
  },
});

/** The secret is granted to the bot, and to whoever comes without a key once no key is required. */
async function gatewayWithSecret(): Promise<TestGateway> {
  const g = await startTestGateway();
  const { secrets, clients, grants } = g.vault;
  const secret = { name: 'gamma' };
  await secrets.set({ ...secret, fields: [field(VALUE)] }, call());
  await clients.add({ name: 'default', plan: 'unlimited' }, call());
  for (const name of ['bot', 'default']) {
    await grants.add({ client: { name }, secret, mode: 'read' }, call());
  }
  return g;
}

/** Every answer on the wire was a refusal without a CORS header and without a byte of the secret, and has its line. */
async function expectRefusals({ g, tap }: Stage, statuses: readonly number[]): Promise<void> {
  await g.gateway.close();
  const answers = tap.answers();
  expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual(statuses);
  const names = answers.flatMap(({ headers }) => [...headers.keys()]);
  expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([]);
  expect(tap.bytes.includes(VALUE)).toBe(false);
  const lines = g.refusals();
  const calls = lines.map(({ n }) => (n as { calls: number }).calls);
  expect(calls.reduce((sum, each) => sum + each, 0)).toBe(answers.length);
  const ids = new Set(lines.map((line) => line['correlation_id']));
  const said = answers.map(({ headers }) => headers.get('x-correlation-id'));
  expect(said.filter((id) => !ids.has(id))).toEqual([]);
}

test.describe('a page of somebody else', () => {
  for (const keys of ['required', 'not required'] as const) {
    test(`gets nothing by any trick while keys are ${keys}`, async ({ stage }) => {
      const { g, page, tap, gateway, elsewhere } = stage;
      if (keys === 'not required') {
        await g.vault.settings.set({ name: 'auth.required', value: '0' }, call());
      }
      await page.goto(elsewhere);
      expect(await page.evaluate(tryPortTricks, { gateway, path: PATH, key: g.key })).toEqual([]);
      expect(tap.answers().length).toBeGreaterThan(25);
      // A form that asks puts a query there, of which the route knows none.
      await expectRefusals(stage, [400, 403]);
    });
  }

  test('gets nothing by sending its visitor there', async ({ stage }) => {
    const { g, page, context, gateway, elsewhere } = stage;
    await g.vault.settings.set({ name: 'auth.required', value: '0' }, call());
    const typed = await page.goto(gateway + PATH);
    expect(typed?.status()).toBe(403);
    expect(await page.content()).not.toContain(VALUE);
    await page.goto(elsewhere);
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      page.evaluate((url) => void open(url), gateway + PATH),
    ]);
    await opened.waitForLoadState();
    expect(await opened.content()).toContain('browser_refused');
    await page.evaluate((url) => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action: url });
      document.body.append(form);
      form.submit();
    }, `${gateway}/v1/sessions`);
    await expect(page.locator('body')).toContainText('browser_refused');
    await expectRefusals(stage, [403]);
  });

  test('gets nothing when its own name points to the gateway', async ({ stage }) => {
    const { g, tap, page, gateway, rebound, elsewhere } = stage;
    await g.vault.settings.set({ name: 'auth.required', value: '0' }, call());
    for (const path of [PATH, '/docs', '/healthz']) {
      expect((await page.goto(rebound + path))?.status()).toBe(421);
    }
    // The page itself came from elsewhere; when it asks its own origin the name has moved.
    tap.leadTo(Number(new URL(elsewhere).port));
    await page.goto(`${rebound}/page`);
    await expect(page).toHaveTitle('elsewhere');
    tap.leadTo(g.port);
    const seen = await page.evaluate(
      async ({ path, key }) => {
        const inits = [{}, { headers: { Authorization: `Bearer ${key}` } }];
        const answers = await Promise.all(inits.map((init) => fetch(path, init)));
        return Promise.all(answers.map(async (one) => [one.status, await one.text()] as const));
      },
      { path: PATH, key: g.key },
    );
    expect(seen.map(([status]) => status)).toEqual([421, 421]);
    expect(await page.evaluate(tryPortTricks, { gateway, path: PATH, key: g.key })).toEqual([]);
    await expectRefusals(stage, [400, 403, 421]);
  });
});

test('the owner may open /docs and /healthz in a tab', async ({ stage }) => {
  const { page, gateway } = stage;
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  expect((await page.goto(`${gateway}/healthz`))?.status()).toBe(200);
  await expect(page.locator('body')).toContainText('"status":"ok"');
  expect((await page.goto(`${gateway}/docs`))?.status()).toBe(200);
  await expect(page.getByRole('heading', { name: 'GET /v1/secrets/{name}' }).first()).toBeVisible();
  await page.getByRole('link', { name: '/openapi.json' }).click();
  await expect(page.locator('body')).toContainText('"openapi"');
  expect(problems).toEqual([]);
});
