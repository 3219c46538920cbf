import type {
  CallbackResponse,
  OnBeforeRequestListenerDetails,
  ProxyConfig,
  Session,
  WebContents,
  WebRequestFilter,
} from 'electron';
import type { PageAnswer, PageRequest } from '../chromium/calls.ts';
import { needReady } from './app.ts';
import { createProtocol } from './protocol.ts';
import { strict, StrictEmitter } from './strict.ts';

type RequestListener = (
  details: OnBeforeRequestListenerDetails,
  callback: (response: CallbackResponse) => void,
) => void;
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];
type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
export type Permission = Parameters<NonNullable<CheckHandler>>[1];

type Offered = Pick<
  Session,
  | 'clearCache'
  | 'clearData'
  | 'clearStorageData'
  | 'isPersistent'
  | 'resolveProxy'
  | 'setBluetoothPairingHandler'
  | 'setCertificateVerifyProc'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setProxy'
  | 'setSpellCheckerEnabled'
  | 'setUSBProtectedClassesHandler'
>;

const sessions = new Map<string, SessionStandIn>();

/** Handlers are kept and asked; the ones for devices have nothing to ask about in a headless browser. */
export class SessionStandIn extends StrictEmitter implements Offered {
  readonly name: string;
  readonly protocol = createProtocol();
  readonly webRequest = strict('webRequest', {
    onBeforeRequest: (
      filter: WebRequestFilter | RequestListener | null,
      listener?: RequestListener | null,
    ) => {
      if (typeof filter === 'object' && filter !== null && !filter.urls.includes('<all_urls>')) {
        throw new Error('the Chromium host knows the filter <all_urls> only');
      }
      this.#listener = typeof filter === 'function' ? filter : (listener ?? null);
    },
  });
  #listener: RequestListener | null = null;
  #check: CheckHandler = null;
  #request: RequestHandler = null;
  #lastRequest = 0;
  #proxy = '';

  constructor(name: string) {
    super(
      'session',
      ['will-download'],
      [
        'select-hid-device',
        'select-serial-port',
        'select-usb-device',
        'spellcheck-dictionary-initialized',
        'preconnect',
        'extension-loaded',
      ],
    );
    this.name = name;
  }

  isPersistent(): boolean {
    return this.name.startsWith('persist:') || this.name === '';
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#check = handler;
  }

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#request = handler;
  }

  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setBluetoothPairingHandler(): void {}
  setUSBProtectedClassesHandler(): void {}
  setCertificateVerifyProc(): void {}
  setSpellCheckerEnabled(): void {}

  clearStorageData(): Promise<void> {
    return Promise.resolve();
  }

  clearData(): Promise<void> {
    return Promise.resolve();
  }

  clearCache(): Promise<void> {
    return Promise.resolve();
  }

  /** Kept and answered for: no request of this host goes as far. */
  setProxy({ mode = 'fixed_servers', proxyRules = '' }: ProxyConfig): Promise<void> {
    this.#proxy = mode === 'fixed_servers' ? proxyRules : '';
    return Promise.resolve();
  }

  resolveProxy(): Promise<string> {
    const [server = ''] = this.#proxy.split(';');
    return Promise.resolve(server === '' ? 'DIRECT' : `PROXY ${server.replace('http://', '')}`);
  }

  /** For the host: Electron grants what no handler refuses. */
  async grants(contents: WebContents, permission: Permission): Promise<boolean> {
    const requestingUrl = contents.getURL();
    const details = { isMainFrame: true, requestingUrl };
    if (
      this.#check !== null &&
      !this.#check(contents, permission, contents.mainFrame.origin, details)
    )
      return false;
    const ask = this.#request;
    if (ask === null) return true;
    return new Promise((resolve) => {
      ask(contents, permission, resolve, details);
    });
  }

  /** For the host: first the app's policy, then its own scheme. */
  async answer(request: PageRequest): Promise<PageAnswer> {
    if (await this.#cancels(request)) return { verdict: 'cancelled' };
    const { url, method, headers, body } = request;
    const handler = this.protocol.find(url);
    if (handler === undefined) return { verdict: 'unhandled' };
    const response = await handler(
      new Request(url, { method, headers, ...(body === null ? {} : { body: Buffer.from(body) }) }),
    );
    if (response.type === 'error') return { verdict: 'failed' };
    return {
      verdict: 'answered',
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  }

  #cancels({
    contents,
    url,
    method,
    resourceType,
    initiatorOrigin,
  }: PageRequest): Promise<boolean> {
    const listener = this.#listener;
    if (listener === null) return Promise.resolve(false);
    const details = {
      id: ++this.#lastRequest,
      url,
      method,
      resourceType: resourceType as 'other',
      referrer: '',
      timestamp: Date.now(),
      uploadData: [],
      ...(contents === 0 ? {} : { webContentsId: contents }),
      ...(initiatorOrigin === null ? {} : { initiatorOrigin }),
    };
    return new Promise((resolve) => {
      listener(details, ({ cancel }) => {
        resolve(cancel ?? false);
      });
    });
  }
}

/** For the host. */
export function findSession(name: string): SessionStandIn {
  needReady('session');
  const known = sessions.get(name) ?? new SessionStandIn(name);
  sessions.set(name, known);
  return known;
}

export const session = strict('session', {
  fromPartition: findSession,
  get defaultSession() {
    return findSession('');
  },
});
