import type { CDPSession, ConsoleMessage, Frame, Page } from '@playwright/test';
import type { Findings } from '../app-host.ts';
import type {
  FrameAddress,
  HostCalls,
  KeyInput,
  LoadRequest,
  MainCalls,
  ViewSize,
} from './calls.ts';
import { fromEdge, originOf, toEdge } from './edge-address.ts';

import type { Link } from './link.ts';
import { BINDING, DELIVER, enterWorlds, WORLD, type WorldFacts } from './page-worlds.ts';
import { rendererPid } from './renderer-pid.ts';

type Kind = 'invoke' | 'message' | 'input' | 'key' | 'preload-failed';
type Speech = readonly [kind: Kind, id: number, channel: string, text: string];

/** What a page needs of its host. */
export interface ViewPageHost extends Omit<WorldFacts, 'preload'> {
  readonly link: Link<MainCalls, HostCalls>;
  readonly findings: Findings;
}

/** One page with a preload: what Electron calls web contents. */
export class ViewPage {
  readonly page: Page;
  readonly contents: number;
  readonly session: string;
  /** What the page itself asked to go to; a navigation without it was begun from outside. */
  requested: string | null = null;
  readonly #cdp: CDPSession;
  readonly #frame: string;
  readonly #host: ViewPageHost;
  #context: { readonly id: number; readonly uniqueId: string } | null = null;
  #loading = false;
  #released = false;

  private constructor(
    host: ViewPageHost,
    page: Page,
    cdp: CDPSession,
    of: { readonly contents: number; readonly session: string; readonly frame: string },
  ) {
    this.#host = host;
    this.page = page;
    this.#cdp = cdp;
    this.contents = of.contents;
    this.session = of.session;
    this.#frame = of.frame;
  }

  static async attach(host: ViewPageHost, page: Page, request: LoadRequest): Promise<ViewPage> {
    const cdp = await page.context().newCDPSession(page);
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const { contents, session } = request;
    const of = { contents, session, frame: frameTree.frame.id };
    const view = new ViewPage(host, page, cdp, of);
    view.#listen();
    await enterWorlds(cdp, { ...host, preload: request.preload });
    return view;
  }

  /** As the app spells it. */
  get origin(): string {
    return this.#address().origin;
  }

  get cdp(): CDPSession {
    return this.#cdp;
  }

  async load(url: string): Promise<number> {
    this.#loading = true;
    try {
      await this.page.goto(toEdge(url));
    } finally {
      this.#loading = false;
    }
    return rendererPid(this.#cdp, this.#frame);
  }

  /** A page that was ended meanwhile has no size any more. */
  async resize(size: ViewSize): Promise<void> {
    await this.page.setViewportSize(size).catch(() => undefined);
  }

  /** What the page is not there to hear is lost, as in Electron. */
  async deliver(
    kind: 'event' | 'value' | 'error',
    id: number,
    channel: string,
    text: string,
  ): Promise<void> {
    const context = this.#context;
    if (context === null || this.#released) return;
    const args = JSON.stringify([kind, id, channel, text]).slice(1, -1);
    const call = { uniqueContextId: context.uniqueId, expression: `${DELIVER}(${args})` };
    await this.#cdp.send('Runtime.evaluate', call).catch(() => undefined);
  }

  /** Lets go of the page without closing it. */
  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#cdp.detach().catch(() => undefined);
  }

  get released(): boolean {
    return this.#released;
  }

  #listen(): void {
    const cdp = this.#cdp;
    const { contents } = this;
    const { findings, link } = this.#host;
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (context.name === WORLD && frameId === this.#frame) this.#context = context;
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING && executionContextId === this.#context?.id) this.#hear(payload);
    });
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      if (frameId === this.#frame) this.requested = url;
    });
    cdp.on('Audits.issueAdded', ({ issue }) => {
      const report = issue.details.contentSecurityPolicyIssueDetails;
      if (report === undefined) return;
      const { violatedDirective, contentSecurityPolicyViolationType: type, blockedURL } = report;
      findings.csp.push(`${violatedDirective} ${type} ${blockedURL ?? ''}`.trim());
    });
    // A page may live on after its view: the preview has only one.
    const live =
      <Payload>(listener: (payload: Payload) => void) =>
      (payload: Payload): void => {
        if (!this.#released) listener(payload);
      };
    const { page } = this;
    page.on(
      'pageerror',
      live((error: Error) => findings.pageErrors.push(String(error))),
    );
    page.on(
      'console',
      live((message: ConsoleMessage) => {
        const level = message.type();
        const text = message.text();
        if (level === 'error') findings.pageErrors.push(text);
        link.tell('console', { contents, level, text });
      }),
    );
    page.on(
      'crash',
      live(() => {
        link.tell('gone', { contents });
      }),
    );
    page.on(
      'framenavigated',
      live((frame: Frame) => {
        if (frame !== page.mainFrame()) return;
        this.requested = null;
        if (!this.#loading) link.tell('navigated', { contents, url: this.#address().url });
      }),
    );
    page.on(
      'load',
      live(() => {
        if (!this.#loading) void this.#reloaded();
      }),
    );
  }

  /** The page went somewhere by itself, or a spec reloaded it. */
  async #reloaded(): Promise<void> {
    const processId = await rendererPid(this.#cdp, this.#frame).catch(() => 0);
    if (processId !== 0) this.#host.link.tell('loaded', { contents: this.contents, processId });
  }

  #address(): FrameAddress {
    const url = fromEdge(this.page.mainFrame().url());
    return { url, origin: originOf(url) };
  }

  #hear(payload: string): void {
    const [kind, id, channel, text] = JSON.parse(payload) as Speech;
    const { contents } = this;
    const { link, findings } = this.#host;
    const call = { contents, channel, text, frame: this.#address() };
    if (kind === 'message') link.tell('message', call);
    else if (kind === 'input') link.tell('input', { contents, type: text });
    else if (kind === 'key') link.tell('key', { contents, input: JSON.parse(text) as KeyInput });
    else if (kind === 'preload-failed') {
      findings.pageErrors.push(`preload: ${text}`);
      link.tell('preloadFailed', { contents, message: text });
    } else {
      void link.ask('invoke', call).then(
        (answer) => this.deliver(answer.ok ? 'value' : 'error', id, channel, answer.text),
        () => undefined,
      );
    }
  }
}
