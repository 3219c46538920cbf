import type { BrowserContext, Page } from '@playwright/test';
import type { Findings, LaunchOptions } from '../app-host.ts';
import type { HostCalls, LoadRequest, MainCalls, ThemeSource } from './calls.ts';
import { originOf, toEdge } from './edge-address.ts';
import type { Link, Served } from './link.ts';
import type { PageSource } from './pages.ts';
import { applyPermissions, PERMISSIONS } from './permissions.ts';
import { RequestGate, type GateHost } from './request-gate.ts';
import { watchStrays } from './strays.ts';
import { ViewPage } from './view-page.ts';

export interface ViewsParts {
  readonly source: PageSource;
  readonly options: LaunchOptions;
  readonly link: Link<MainCalls, HostCalls>;
  readonly findings: Findings;
  readonly clockOffsetMs: number;
}

type ViewCalls = Pick<HostCalls, 'close' | 'deliver' | 'load' | 'reload' | 'resize' | 'theme'>;

/** The pages of one running app. */
export class Views implements GateHost {
  readonly link: Link<MainCalls, HostCalls>;
  readonly findings: Findings;
  /** Whether the app let the newest window of a page's own open. */
  windowVerdict: Promise<boolean> = Promise.resolve(false);
  readonly #parts: ViewsParts;
  readonly #open = new Map<number, ViewPage>();
  readonly #closed = new Set<number>();
  readonly #contexts = new Map<string, Promise<BrowserContext>>();
  readonly #waiting = new Set<(view: ViewPage) => void>();
  #theme: ThemeSource = 'system';
  #systemScheme: 'light' | 'dark' | null;
  #current: ViewPage | null = null;
  #resizing: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(parts: ViewsParts) {
    this.#parts = parts;
    this.link = parts.link;
    this.findings = parts.findings;
    this.#systemScheme = parts.options.colorScheme ?? (this.#isPreview ? null : 'light');
  }

  /** The page that was loaded last and is still there. */
  get current(): ViewPage | null {
    return this.#current;
  }

  /** The next page to be loaded that is not this one. */
  next(before: ViewPage | null): Promise<ViewPage> {
    return new Promise((resolve) => {
      const take = (view: ViewPage): void => {
        if (view === before) return;
        this.#waiting.delete(take);
        resolve(view);
      };
      this.#waiting.add(take);
    });
  }

  get #isPreview(): boolean {
    return this.#parts.source.preview !== null;
  }

  viewOf(page: Page): ViewPage | undefined {
    return [...this.#open.values()].find((view) => view.page === page);
  }

  async setSystemScheme(scheme: 'light' | 'dark'): Promise<void> {
    this.#systemScheme = scheme;
    for (const { page } of this.#open.values()) await this.#applyTheme(page);
  }

  async end(): Promise<void> {
    this.#ended = true;
    if (this.#isPreview) await Promise.all([...this.#open.values()].map((view) => view.release()));
    // Chromium may crash when a page goes while its size is being changed.
    await this.#resizing;
    for (const context of this.#contexts.values()) await this.#parts.source.end(await context);
  }

  readonly calls: Served<ViewCalls> = {
    load: (request) => this.#load(request),
    close: ({ contents }) => this.#close(contents),
    reload: async ({ contents }) => {
      await this.#open.get(contents)?.page.reload();
    },
    resize: async ({ contents, size }) => {
      if (this.#isPreview) return;
      const resized = this.#open.get(contents)?.resize(size);
      this.#resizing = Promise.allSettled([this.#resizing, resized]);
      await resized;
    },
    deliver: ({ contents, channel, text }) =>
      this.#open.get(contents)?.deliver('event', 0, channel, text),
    theme: async ({ source }) => {
      this.#theme = source;
      for (const { page } of this.#open.values()) await this.#applyTheme(page);
    },
  };

  async #load(request: LoadRequest): Promise<{ processId: number }> {
    const { contents, url } = request;
    let processId = 0;
    let view = this.#open.get(contents);
    try {
      view ??= await this.#attach(request);
      processId = await view.load(url);
    } catch (thrown) {
      // The app may not care; a spec does.
      const expected = this.#ended || this.#closed.has(contents);
      if (!expected) this.findings.pageErrors.push(`${url}: ${String(thrown)}`);
      throw thrown;
    }
    this.#current = view;
    for (const take of this.#waiting) take(view);
    // 0 is what Electron says of a page without a process: nothing to kill.
    return { processId: this.#isPreview ? 0 : processId };
  }

  async #close(contents: number): Promise<void> {
    const view = this.#open.get(contents);
    this.#open.delete(contents);
    this.#closed.add(contents);
    if (view === undefined) return;
    if (this.#current === view) this.#current = null;
    // Not waited for: the session of a renderer that was killed never answers.
    void view.release();
    await this.#parts.source.dismiss(view.page);
  }

  async #attach(request: LoadRequest): Promise<ViewPage> {
    const { source, findings, link, clockOffsetMs } = this.#parts;
    const { version: chrome } = source;
    const mark = source.preview?.mark ?? null;
    const context = await this.#contextOf(request.session);
    const page = await source.page(context);
    await this.viewOf(page)?.release();
    const versions = { chrome, node: process.versions.node };
    const host = { link, findings, versions, mark, clockOffsetMs };
    const view = await ViewPage.attach(host, page, request);
    const { contents } = view;
    this.#open.set(contents, view);
    watchStrays(view, this);
    page.on('close', () => {
      if (this.#open.delete(contents) && !this.#isPreview) link.tell('dismissed', { contents });
    });
    if (request.size !== null && !this.#isPreview) await view.resize(request.size);
    await this.#applyTheme(page);
    await this.#applyPermissions(view, request.url);
    if (this.#closed.has(contents)) {
      await this.#close(contents);
      throw new Error('ERR_ABORTED: the page was closed while it was opened');
    }
    return view;
  }

  async #applyPermissions(view: ViewPage, url: string): Promise<void> {
    const asked = { contents: view.contents, names: Object.keys(PERMISSIONS) };
    // A page that was closed meanwhile needs none.
    const granted = await this.link.ask('permissions', asked).catch(() => []);
    const origin = toEdge(originOf(url));
    await applyPermissions(view.cdp, { origin, granted, isDefault: this.#isPreview });
  }

  #contextOf(session: string): Promise<BrowserContext> {
    const known = this.#contexts.get(session);
    if (known !== undefined) return known;
    const gate = new RequestGate(this, session);
    const made = this.#parts.source.context(this.#parts.options).then(async (context) => {
      await context.route('**/*', (route) => gate.pass(route));
      return context;
    });
    this.#contexts.set(session, made);
    return made;
  }

  async #applyTheme(page: Page): Promise<void> {
    const colorScheme = this.#theme === 'system' ? this.#systemScheme : this.#theme;
    await page.emulateMedia({ colorScheme });
  }
}
