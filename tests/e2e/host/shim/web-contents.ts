import type { HandlerDetails, RenderProcessGoneDetails, WebPreferences } from 'electron';
import type { ViewSize } from '../chromium/calls.ts';
import { app, needReady } from './app.ts';
import { host } from './host-link.ts';
import { PageRoom } from './page-room.ts';
import { session, type SessionStandIn } from './session.ts';
import { cancellable, strict, StrictEmitter } from './strict.ts';
import { FIRED, QUIET, type WebContentsMembers } from './web-contents-members.ts';
import { MainFrameStandIn } from './web-frame-main.ts';
import { codec } from './wire.ts';

/** What decides whether the page is one that this host can show as Electron would. */
const NEEDED = { contextIsolation: true, sandbox: true, nodeIntegration: false } as const;

const all = new Map<number, WebContentsStandIn>();
let lastId = 0;

/** For the host. @throws if the page is gone. */
export function findContents(id: number): WebContentsStandIn {
  const found = all.get(id);
  if (found === undefined) throw new Error(`web contents ${id} is gone`);
  return found;
}

/** For the host. A page that is gone has nothing more to hear. */
export function contentsIfThere(id: number): WebContentsStandIn | undefined {
  return all.get(id);
}

export class WebContentsStandIn extends StrictEmitter implements WebContentsMembers {
  readonly id = ++lastId;
  readonly mainFrame = new MainFrameStandIn();
  readonly session: SessionStandIn;
  readonly #preferences: WebPreferences;
  readonly #preload: string | null;
  #webRtcPolicy = 'default';
  #openHandler: (details: HandlerDetails) => { action: string } = () => ({ action: 'allow' });
  readonly #room = new PageRoom();

  constructor(preferences: WebPreferences = {}) {
    needReady('webContents');
    super('webContents', FIRED, QUIET);
    for (const [name, needed] of Object.entries(NEEDED)) {
      const given = preferences[name as keyof typeof NEEDED] ?? needed;
      if (given !== needed) throw new Error(`the Chromium host needs ${name}: ${String(needed)}`);
    }
    this.#preferences = preferences;
    this.#preload = preferences.preload ?? null;
    this.#room.zoomFactor = preferences.zoomFactor ?? 1;
    const { session: given, partition } = preferences;
    this.session =
      (given as unknown as SessionStandIn | undefined) ??
      (partition === undefined ? session.defaultSession : session.fromPartition(partition));
    all.set(this.id, this);
    app.emit('web-contents-created', cancellable({}), this);
  }

  async loadURL(url: string): Promise<void> {
    this.#needLife();
    const { id: contents, session: of } = this;
    const request = {
      contents,
      url,
      session: of.name,
      preload: this.#preload,
      size: this.#room.viewport,
    };
    const { processId } = await host.ask('load', request);
    this.mainFrame.goTo(url);
    this.finishLoad(processId);
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#needLife();
    host.tell('deliver', { contents: this.id, channel, text: codec.encode(args) });
  }

  close(): void {
    if (!this.#leave()) return;
    host.tell('close', { contents: this.id });
  }

  isDestroyed(): boolean {
    return !all.has(this.id);
  }

  reload(): void {
    host.tell('reload', { contents: this.id });
  }

  focus(): void {
    this.emit('focus');
  }

  isFocused(): boolean {
    return !this.isDestroyed();
  }

  getOSProcessId(): number {
    this.#needLife();
    return this.mainFrame.osProcessId;
  }

  setWindowOpenHandler(handler: (details: HandlerDetails) => { action: string }): void {
    this.#openHandler = handler;
  }

  getZoomLevel(): number {
    return this.#room.zoomLevel;
  }

  setZoomLevel(level: number): void {
    this.#room.zoomLevel = level;
    this.#tellOfRoom();
  }

  getZoomFactor(): number {
    return this.#room.zoomFactor;
  }

  setZoomFactor(factor: number): void {
    this.#room.zoomFactor = factor;
    this.#tellOfRoom();
  }

  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve();
  }

  getWebRTCIPHandlingPolicy(): string {
    return this.#webRtcPolicy;
  }

  /** Kept and answered for; Chromium takes it for a whole browser only. */
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.#webRtcPolicy = policy;
  }

  /** Electron has it, though not in its documents. */
  getLastWebPreferences(): WebPreferences {
    return { ...this.#preferences };
  }

  openDevTools(): void {}

  isDevToolsOpened(): boolean {
    return false;
  }

  /** For the view that shows this page. */
  resize(size: ViewSize): void {
    this.#room.size = size;
    this.#tellOfRoom();
  }

  /** For the host. */
  mayOpen(url: string): boolean {
    const referrer = { url: this.getURL(), policy: 'default' as const };
    const details = { url, frameName: '', features: '', disposition: 'new-window' as const };
    return this.#openHandler({ ...details, referrer }).action === 'allow';
  }

  /** For the host: Electron asks about every frame, then about the main frame once more. */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    const frame = isMainFrame ? this.mainFrame : null;
    const details = { url, isMainFrame, frame, initiator: frame, isSameDocument: false };
    const event = cancellable(details);
    this.emit('will-frame-navigate', event);
    if (!event.defaultPrevented && isMainFrame) this.emit('will-navigate', event, url);
    return !event.defaultPrevented;
  }

  /** For the host. */
  finishLoad(processId: number): void {
    this.mainFrame.osProcessId = processId;
    this.emit('dom-ready', cancellable({}));
    this.emit('did-finish-load');
  }

  /** For the host: the renderer process died, the contents live on. */
  lose(): void {
    const details: RenderProcessGoneDetails = { reason: 'crashed', exitCode: 5 };
    this.mainFrame.osProcessId = 0;
    this.emit('render-process-gone', cancellable({}), details);
    app.emit('render-process-gone', cancellable({}), this, details);
  }

  /** For the host: the page was closed from outside. */
  dismiss(): void {
    this.#leave();
  }

  #tellOfRoom(): void {
    const size = this.#room.viewport;
    if (size !== null) host.tell('resize', { contents: this.id, size });
  }

  #leave(): boolean {
    if (!all.delete(this.id)) return false;
    this.mainFrame.detached = true;
    this.emit('destroyed');
    return true;
  }

  #needLife(): void {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
  }
}

export const webContents = strict('webContents', {
  getAllWebContents: () => [...all.values()],
  fromId: (id: number) => all.get(id),
});
