import { resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { AppHost, DialogMethod, Findings, LaunchOptions, Recorded } from './app-host.ts';
import { canSandbox } from './chromium/browser.ts';
import { environmentOf } from './chromium/main-process.ts';
import { layAnswerReady, readRecord, recordDeeds } from './electron-recorder.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
/** What a program needs to find the desktop; the Chromium host has none. */
const DESKTOP = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR', 'SystemRoot'];

/** The app in real Electron, where its program is installed. */
export class ElectronHost implements AppHost {
  readonly kind = 'electron';
  readonly findings: Findings = { csp: [], contacts: [], pageErrors: [] };
  readonly exited: Promise<number>;
  readonly #app: ElectronApplication;
  readonly #options: LaunchOptions;
  #output = '';
  #version = '';

  private constructor(app: ElectronApplication, options: LaunchOptions) {
    this.#app = app;
    this.#options = options;
    const child = app.process();
    this.exited = new Promise((done) => {
      child.on('exit', (code) => {
        done(code ?? 1);
      });
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    app.on('window', (page) => void this.#watch(page));
  }

  static async launch(program: string, options: LaunchOptions): Promise<ElectronHost> {
    const desktop = DESKTOP.map((name) => [name, process.env[name] ?? ''] as const);
    const language = options.languages?.[0] ?? 'en-US';
    const app = await _electron.launch({
      executablePath: program,
      args: [resolve(options.app ?? ROOT), `--lang=${language}`, ...(options.args ?? [])],
      chromiumSandbox: canSandbox,
      env: {
        ...Object.fromEntries(desktop.filter(([, value]) => value !== '')),
        ...environmentOf(options),
      },
      colorScheme: options.colorScheme ?? 'light',
    });
    const host = new ElectronHost(app, options);
    for (const page of app.windows()) void host.#watch(page);
    host.#version = await app.evaluate(() => process.versions['chrome']);
    await app.evaluate(recordDeeds);
    return host;
  }

  get browserVersion(): string {
    return this.#version;
  }

  get pid(): number {
    return this.#app.process().pid ?? 0;
  }

  get output(): string {
    return this.#output;
  }

  async window(): Promise<Page> {
    const page = this.#app.windows().at(-1) ?? (await this.#app.firstWindow());
    await page.waitForLoadState();
    return page;
  }

  async nextWindow(action: () => Promise<unknown>): Promise<Page> {
    const [page] = await Promise.all([this.#app.waitForEvent('window'), action()]);
    await page.waitForLoadState();
    return page;
  }

  evaluate<Result, Argument>(
    run: (electron: typeof import('electron'), argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result> {
    return this.#app.evaluate(run as never, argument as never);
  }

  /** Keys from a test do not reach Electron's menu, so its item is chosen when the page let the key pass. */
  async press(keys: string): Promise<void> {
    const page = await this.window();
    const taken = page
      .evaluate(
        () =>
          new Promise<boolean>((done) => {
            const look = (event: Event): void =>
              void setTimeout(() => {
                done(event.defaultPrevented);
              });
            addEventListener('keydown', look, { capture: true, once: true });
          }),
      )
      .catch(() => true);
    await page.keyboard.press(keys);
    if (await taken) return;
    await this.evaluate(({ Menu }, wanted) => {
      type Item = { accelerator?: string | null; submenu?: { items: Item[] }; click(): void };
      const plain = (text: string) =>
        text.replace(/Cmd(OrCtrl)?|Command(OrControl)?|Ctrl|Control|Meta/, 'C').toLowerCase();
      const all = (items: Item[]): Item[] =>
        items.flatMap((item) => [item, ...all(item.submenu?.items ?? [])]);
      const items = all((Menu.getApplicationMenu()?.items ?? []) as unknown as Item[]);
      items.find(({ accelerator }) => plain(accelerator ?? '') === plain(wanted))?.click();
    }, keys);
  }

  async answerDialog(method: DialogMethod, answer: unknown): Promise<void> {
    await this.evaluate(layAnswerReady, { method, answer });
  }

  async setIdle({
    seconds,
    locked = false,
  }: {
    readonly seconds: number;
    readonly locked?: boolean;
  }): Promise<void> {
    await this.evaluate(
      ({ powerMonitor }, idle) => {
        powerMonitor.getSystemIdleTime = () => idle.seconds;
        powerMonitor.getSystemIdleState = (threshold) =>
          idle.locked ? 'locked' : idle.seconds >= threshold ? 'idle' : 'active';
      },
      { seconds, locked },
    );
  }

  async recorded(): Promise<Recorded> {
    return { ...(await this.evaluate(readRecord, null)), trays: [], copied: null };
  }

  chooseInTray(): Promise<void> {
    return Promise.reject(new Error('Electron does not tell of its trays'));
  }

  async setSystemDark(dark: boolean): Promise<void> {
    const colorScheme = dark ? 'dark' : 'light';
    for (const page of this.#app.windows()) await page.emulateMedia({ colorScheme });
  }

  async close(): Promise<void> {
    await this.#app.close();
  }

  async #watch(page: Page): Promise<void> {
    const { csp, contacts, pageErrors } = this.findings;
    page.on('pageerror', (error) => pageErrors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') pageErrors.push(message.text());
    });
    page.on('request', (request) => {
      if (/^(?:app|data|blob):/.test(request.url())) return;
      const kind = request.isNavigationRequest() ? 'navigation' : 'request';
      void request.response().then(
        (response) => {
          contacts.push({ kind, url: request.url(), allowed: response !== null });
        },
        () => undefined,
      );
    });
    const { reducedMotion } = this.#options;
    if (reducedMotion !== undefined) await page.emulateMedia({ reducedMotion });
    const cdp = await this.#app.context().newCDPSession(page);
    cdp.on('Audits.issueAdded', ({ issue }) => {
      const report = issue.details.contentSecurityPolicyIssueDetails;
      if (report === undefined) return;
      const { violatedDirective, contentSecurityPolicyViolationType: type, blockedURL } = report;
      csp.push(`${violatedDirective} ${type} ${blockedURL ?? ''}`.trim());
    });
    await cdp.send('Audits.enable');
  }
}
