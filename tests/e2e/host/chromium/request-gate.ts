import type { Page, Request, Route } from '@playwright/test';
import type { Contact, Findings } from '../app-host.ts';
import type { HostCalls, MainCalls } from './calls.ts';
import { fromEdge, isEdge } from './edge-address.ts';
import type { Link } from './link.ts';
import type { ViewPage } from './view-page.ts';

/** What the gate needs of its host. */
export interface GateHost {
  readonly link: Link<MainCalls, HostCalls>;
  readonly findings: Findings;
  viewOf(page: Page): ViewPage | undefined;
  windowVerdict: Promise<boolean>;
}

/** Playwright's names of what is fetched, where Electron has another. */
const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  document: 'mainFrame',
  fetch: 'xhr',
  eventsource: 'xhr',
  websocket: 'webSocket',
  cspreport: 'cspReport',
  ping: 'ping',
};
/** Stands for whatever lies outside. */
const EMPTY_PAGE = { contentType: 'text/html', body: '<title>outside the app</title>' };
const KNOWN = ['stylesheet', 'script', 'image', 'font', 'xhr', 'media'];

function pageOf(request: Request): Page | null {
  try {
    return request.frame().page();
  } catch {
    // A page that is just being opened has no frame yet.
    return null;
  }
}

function inMainFrame(request: Request): boolean {
  try {
    return request.frame().parentFrame() === null;
  } catch {
    return true;
  }
}

/**
 * Every request of every page goes through here and is decided by the app alone: first its navigation events, then its
 * webRequest listener, then the handler of its scheme. The gate stops nothing that the app lets pass; it writes it down.
 * Only then the machine's own safety comes: whatever is foreign gets an empty page or no answer.
 */
export class RequestGate {
  readonly #host: GateHost;
  readonly #session: string;

  constructor(host: GateHost, session: string) {
    this.#host = host;
    this.#session = session;
  }

  async pass(route: Route): Promise<void> {
    try {
      await this.#decide(route);
    } catch {
      // The page or the main process ended meanwhile.
      await route.abort('failed').catch(() => undefined);
    }
  }

  async #decide(route: Route): Promise<void> {
    const request = route.request();
    const page = pageOf(request);
    const view = page === null ? undefined : this.#host.viewOf(page);
    const url = fromEdge(request.url());
    const began = view?.requested ?? null;
    const navigation = request.isNavigationRequest();
    if (navigation && view === undefined && !(await this.#host.windowVerdict)) {
      // A window that is about to be closed. Playwright tells of it only when there is something in it.
      await route.fulfill(EMPTY_PAGE);
      return;
    }
    if (navigation && view !== undefined && !(await this.#mayNavigate(view, request, url))) {
      await route.abort('aborted');
      return;
    }
    const answer = await this.#host.link.ask('request', {
      session: this.#session,
      contents: view?.contents ?? 0,
      url,
      method: request.method(),
      resourceType: resourceTypeOf(request),
      initiatorOrigin: navigation && began === null ? null : (view?.origin ?? null),
      headers: request.headers(),
      body: request.postDataBuffer(),
    });
    if (answer.verdict === 'answered') {
      const { status, headers, body } = answer;
      await route.fulfill({ status, headers: { ...headers }, body: Buffer.from(body) });
      return;
    }
    const allowed = answer.verdict !== 'cancelled';
    if (!isEdge(request.url())) this.#note(navigation ? 'navigation' : 'request', url, allowed);
    if (allowed && navigation) {
      await route.fulfill(EMPTY_PAGE);
    } else {
      await route.abort(allowed ? 'addressunreachable' : 'blockedbyclient');
    }
  }

  /** Electron asks the app only about what the page began: not about loadURL, nor about a spec's reload. */
  async #mayNavigate(view: ViewPage, request: Request, url: string): Promise<boolean> {
    const mainFrame = inMainFrame(request);
    if (mainFrame && view.requested === null) return true;
    const { contents } = view;
    const allowed = await this.#host.link.ask('navigate', { contents, url, mainFrame });
    if (allowed) return true;
    view.requested = null;
    if (!isEdge(request.url())) this.#note('navigation', url, false);
    return false;
  }

  #note(kind: Contact['kind'], url: string, allowed: boolean): void {
    this.#host.findings.contacts.push({ kind, url, allowed });
  }
}

function resourceTypeOf(request: Request): string {
  const type = request.resourceType();
  if (type === 'document') return inMainFrame(request) ? 'mainFrame' : 'subFrame';
  return RESOURCE_TYPES[type] ?? (KNOWN.includes(type) ? type : 'other');
}
