import type { Page } from '@playwright/test';
import type { AppHost, DialogMethod, Findings, LaunchOptions, Recorded } from '../app-host.ts';
import type { Deed } from './calls.ts';
import { Desktop } from './desktop.ts';
import { startMainProcess, type MainProcess } from './main-process.ts';
import type { PageSource } from './pages.ts';
import type { ViewPage } from './view-page.ts';
import { Views } from './views.ts';

/** How long the app may take to quit. */
const QUIT_MS = 5000;

/** The app in Node, its pages in Chromium. */
export class ChromiumHost implements AppHost {
  readonly kind = 'chromium';
  readonly findings: Findings = { csp: [], contacts: [], pageErrors: [] };
  readonly browserVersion: string;
  readonly #desktop: Desktop;
  readonly #main: MainProcess;
  readonly #views: Views;

  constructor(source: PageSource, options: LaunchOptions) {
    this.browserVersion = source.version;
    this.#desktop = new Desktop({ answerUnasked: source.preview !== null });
    const { clock } = options;
    const clockOffsetMs = clock === undefined ? 0 : Date.parse(clock) - Date.now();
    const chromeVersion = source.version;
    this.#main = startMainProcess(options, { chromeVersion, clockOffsetMs });
    const { link } = this.#main;
    const { findings } = this;
    this.#views = new Views({ source, options, link, findings, clockOffsetMs });
    link.serve({ ...this.#desktop.calls, ...this.#views.calls });
  }

  get pid(): number {
    return this.#main.pid;
  }

  get output(): string {
    return this.#main.output();
  }

  get exited(): Promise<number> {
    return this.#main.exited;
  }

  async window(): Promise<Page> {
    const view = this.#views.current ?? (await this.#nextView(null));
    return view.page;
  }

  async nextWindow(action: () => Promise<unknown>): Promise<Page> {
    const next = this.#nextView(this.#views.current);
    const [view] = await Promise.all([next, action()]);
    return view.page;
  }

  evaluate<Result, Argument>(
    run: (electron: typeof import('electron'), argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result> {
    return this.#main.link.ask('evaluate', { source: String(run), argument }) as Promise<Result>;
  }

  async press(keys: string): Promise<void> {
    const page = await this.window();
    await page.keyboard.press(keys).catch((thrown: unknown) => {
      // A key that locks ends its page before it is up again.
      if (!/crashed|closed/.test(String(thrown))) throw thrown;
    });
  }

  answerDialog(method: DialogMethod, answer: unknown): void {
    this.#desktop.answer(method, answer);
  }

  async setIdle(idle: { readonly seconds: number; readonly locked?: boolean }): Promise<void> {
    const { seconds, locked = false } = idle;
    await this.#main.link.ask('idle', { seconds, locked });
  }

  async recorded(): Promise<Recorded> {
    const { deeds, dialogs } = this.#desktop;
    const trays = this.#main.hasExited() ? [] : await this.#main.link.ask('trays', {});
    return { deeds, dialogs, trays, copied: this.#desktop.copiedText };
  }

  /** For the preview: tells of what the app does to the desktop. */
  onDeed(listener: (deed: Deed) => void): void {
    this.#desktop.onDeed = listener;
  }

  async chooseInTray(label: string): Promise<void> {
    await this.#main.link.ask('chooseInTray', { label });
  }

  async setSystemDark(dark: boolean): Promise<void> {
    await this.#views.setSystemScheme(dark ? 'dark' : 'light');
    await this.#main.link.ask('systemDark', { dark });
  }

  async close(): Promise<void> {
    if (!this.#main.hasExited()) {
      const quit = '({ app }) => void setImmediate(() => app.quit())';
      this.#main.link.tell('evaluate', { source: quit, argument: null });
      const late = setTimeout(() => {
        this.findings.pageErrors.push(`the app did not quit within ${QUIT_MS} ms`);
        this.#main.kill();
      }, QUIT_MS);
      await this.exited;
      clearTimeout(late);
    }
    await this.#views.end();
  }

  #nextView(before: ViewPage | null): Promise<ViewPage> {
    const ended = this.exited.then((code) => {
      throw new Error(`the app ended with ${code} before it showed a page\n${this.output}`);
    });
    return Promise.race([this.#views.next(before), ended]);
  }
}
