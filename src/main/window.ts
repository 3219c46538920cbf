import { BaseWindow, WebContentsView, nativeTheme, screen, type WebContents } from 'electron';
import type { WindowBounds } from '../runtime/window-preferences.ts';
import { guardContents } from './guard-contents.ts';
import type { FrameFacts } from './ipc/sender.ts';
import { killPage } from './kill-page.ts';
import { START_PAGE } from './origin.ts';
import { pagePreferences } from './page-preferences.ts';
import { BAR_HEIGHT, backgroundColor, barColors } from './theme.ts';
import { SMALLEST, placeWindow } from './window-bounds.ts';

export interface WindowPorts {
  readonly preload: string;
  readonly icon: string;
  readonly devTools: boolean;
  readonly platform: NodeJS.Platform;
  readonly title: string;
  readonly preferences: () => {
    readonly bounds: WindowBounds | null;
    readonly contentProtection: boolean;
  };
  readonly remember: (bounds: WindowBounds) => void;
  /** The page died, or its preload did: Electron's word for how. */
  readonly pageGone: (why: string) => void;
  readonly pageUnresponsive: () => void;
  /** Windows is going down or logs the owner off. */
  readonly sessionEnds: () => void;
  /** The owner pressed a key or a button over the page: of all events these alone cannot come from the page. */
  readonly ownerActed: () => void;
}

/** A page that does not say that it is painted is shown all the same. */
const SHOW_AFTER_MS = 2000;
const ZOOM_STEPS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;
const ACTS: ReadonlySet<string> = new Set([
  'rawKeyDown',
  'keyDown',
  'mouseDown',
  'mouseWheel',
  'touchStart',
  'gestureTap',
]);

/** The one window: a frame that stays, and in it a page that is ended and replaced whenever the vault locks. */
export class AppWindow {
  readonly #ports: WindowPorts;
  #frame: BaseWindow | null = null;
  #view: WebContentsView | null = null;
  #zoomFactor = 1;
  /** A page that is replaced must not bring a minimized window back. */
  #shown = false;

  constructor(ports: WindowPorts) {
    this.#ports = ports;
    nativeTheme.on('updated', () => {
      this.applyTheme();
    });
  }

  get isThere(): boolean {
    return this.#frame !== null;
  }

  /** Brings the window to the front, or makes one. */
  open(): void {
    if (this.#frame === null) this.#create();
    else {
      if (this.#frame.isMinimized()) this.#frame.restore();
      this.#frame.show();
      this.#frame.focus();
    }
  }

  /** The page is painted. */
  pageReady(): void {
    if (this.#frame === null || this.#shown) return;
    this.#shown = true;
    this.#frame.show();
  }

  /** Ends the page and its process, and begins a fresh one in the same frame. */
  replacePage(): void {
    this.#endPage();
    if (this.#frame !== null) this.#beginPage(this.#frame);
  }

  /** Closes the window for good, without asking it. */
  destroy(): void {
    this.#frame?.destroy();
  }

  send(channel: string, payload: unknown): void {
    this.#contents?.send(channel, payload);
  }

  /** The main frame of the present page. */
  mainFrame(): FrameFacts | null {
    return this.#contents?.mainFrame ?? null;
  }

  /** For dialogs. */
  get frame(): BaseWindow | null {
    return this.#frame;
  }

  applyTheme(): void {
    const dark = nativeTheme.shouldUseDarkColors;
    this.#frame?.setBackgroundColor(backgroundColor(dark));
    this.#view?.setBackgroundColor(backgroundColor(dark));
    // The buttons of macOS follow the system by themselves.
    if (this.#ports.platform !== 'darwin') this.#frame?.setTitleBarOverlay(barColors(dark));
  }

  applyContentProtection(): void {
    this.#frame?.setContentProtection(this.#ports.preferences().contentProtection);
  }

  zoom(to: 'in' | 'out' | 'reset'): void {
    const at = this.#zoomFactor;
    const next = {
      in: ZOOM_STEPS.find((step) => step > at),
      out: ZOOM_STEPS.findLast((step) => step < at),
      reset: 1,
    }[to];
    this.#zoomFactor = next ?? at;
    this.#contents?.setZoomFactor(this.#zoomFactor);
  }

  openDevTools(): void {
    if (this.#ports.devTools) this.#contents?.openDevTools({ mode: 'detach' });
  }

  /** Writes down where the window is. */
  rememberBounds(): void {
    const frame = this.#frame;
    if (frame === null) return;
    const { x, y, width, height } = frame.getNormalBounds();
    this.#ports.remember({ x, y, width, height, maximized: frame.isMaximized() });
  }

  get #contents(): WebContents | undefined {
    const contents = this.#view?.webContents;
    return contents?.isDestroyed() === false ? contents : undefined;
  }

  #create(): void {
    const { preferences, platform, title, icon } = this.#ports;
    const { bounds } = preferences();
    const dark = nativeTheme.shouldUseDarkColors;
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()];
    const frame = new BaseWindow({
      ...placeWindow(
        bounds,
        areas.map(({ workArea }) => workArea),
      ),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      title,
      show: false,
      backgroundColor: backgroundColor(dark),
      titleBarStyle: 'hidden',
      ...(platform === 'darwin'
        ? { trafficLightPosition: { x: 16, y: (BAR_HEIGHT - 14) / 2 } }
        : { titleBarOverlay: barColors(dark) }),
      ...(platform === 'linux' ? { icon } : {}),
    });
    this.#frame = frame;
    this.#shown = false;
    this.applyContentProtection();
    if (bounds?.maximized === true) frame.maximize();
    frame.on('resize', () => {
      this.#fit();
    });
    frame.on('close', () => {
      this.rememberBounds();
    });
    frame.on('session-end', this.#ports.sessionEnds);
    frame.on('closed', () => {
      this.#frame = null;
      this.#endPage();
    });
    this.#beginPage(frame);
    setTimeout(() => {
      this.pageReady();
    }, SHOW_AFTER_MS).unref();
  }

  #beginPage(frame: BaseWindow): void {
    const { preload, devTools } = this.#ports;
    const webPreferences = pagePreferences({ preload, devTools, zoomFactor: this.#zoomFactor });
    const view = new WebContentsView({ webPreferences });
    view.setBackgroundColor(backgroundColor(nativeTheme.shouldUseDarkColors));
    this.#view = view;
    guardContents(view.webContents);
    this.#listen(view.webContents);
    frame.contentView.addChildView(view);
    this.#fit();
    // A page that is replaced while it loads has nothing to say about it.
    view.webContents.loadURL(START_PAGE).catch(() => undefined);
  }

  #listen(contents: WebContents): void {
    const { pageGone, pageUnresponsive, ownerActed } = this.#ports;
    const ifPresent = (run: () => void) => {
      if (this.#view?.webContents === contents) run();
    };
    contents.on('render-process-gone', (_event, { reason }) => {
      ifPresent(() => pageGone(reason));
    });
    contents.on('preload-error', () => {
      ifPresent(() => pageGone('preload-error'));
    });
    contents.on('unresponsive', () => {
      ifPresent(pageUnresponsive);
    });
    contents.on('input-event', (_event, { type }) => {
      if (ACTS.has(type)) ifPresent(ownerActed);
    });
  }

  #endPage(): void {
    const view = this.#view;
    if (view === null) return;
    // First of all: what the dying page has to say is nobody's business any more.
    this.#view = null;
    this.#frame?.contentView.removeChildView(view);
    killPage(view.webContents);
  }

  #fit(): void {
    if (this.#frame === null) return;
    const { width, height } = this.#frame.getContentBounds();
    this.#view?.setBounds({ x: 0, y: 0, width, height });
  }
}
