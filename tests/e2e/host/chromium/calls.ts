/** What crosses between the main process (with the stand-in for `electron`) and its host. */

/** Who speaks: the top frame of a page, with the address the app knows it by. */
export interface FrameAddress {
  readonly url: string;
  readonly origin: string;
}

export interface LoadRequest {
  readonly contents: number;
  readonly url: string;
  readonly session: string;
  readonly preload: string | null;
  readonly size: ViewSize | null;
}

export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

export interface ClipboardEntry {
  readonly type: string;
  readonly base64: string;
}

export type ThemeSource = 'system' | 'light' | 'dark';

/** Asked by the main process. */
export interface HostCalls {
  load(request: LoadRequest): { readonly processId: number };
  close(request: { readonly contents: number }): void;
  reload(request: { readonly contents: number }): void;
  resize(request: { readonly contents: number; readonly size: ViewSize }): void;
  /** An event for the page; `text` is what the codec made of its arguments. */
  deliver(request: {
    readonly contents: number;
    readonly channel: string;
    readonly text: string;
  }): void;
  theme(request: { readonly source: ThemeSource }): void;
  dialog(request: { readonly method: string; readonly options: unknown }): unknown;
  readClipboard(request: { readonly clipboard: string }): readonly ClipboardEntry[];
  writeClipboard(request: {
    readonly clipboard: string;
    readonly entries: readonly ClipboardEntry[];
  }): void;
  record(request: Deed): void;
}

/** Something the app did to the desktop. */
export interface Deed {
  readonly did: 'openExternal' | 'openPath' | 'showItemInFolder' | 'notify' | 'errorBox' | 'beep';
  readonly what: string;
}

export interface PageRequest {
  readonly session: string;
  /** 0 for a page that is none of the app's views. */
  readonly contents: number;
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
  /** Whose page asks; null for what the host loads by itself. */
  readonly initiatorOrigin: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

export type PageAnswer =
  | { readonly verdict: 'cancelled' | 'failed' | 'unhandled' }
  | {
      readonly verdict: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    };

export interface KeyInput {
  readonly key: string;
  readonly code: string;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

export interface TrayRecord {
  readonly toolTip: string;
  readonly image: string;
  readonly menu: readonly string[];
}

/** Asked by the host. */
export interface MainCalls {
  /** `ipcRenderer.invoke`: text in, text out, or the message of the refusal. */
  invoke(request: {
    readonly contents: number;
    readonly channel: string;
    readonly text: string;
    readonly frame: FrameAddress;
  }): { readonly ok: boolean; readonly text: string };
  message(request: {
    readonly contents: number;
    readonly channel: string;
    readonly text: string;
    readonly frame: FrameAddress;
  }): void;
  request(request: PageRequest): PageAnswer;
  /** May the page go there? Only asked for what the page itself began. */
  navigate(request: {
    readonly contents: number;
    readonly url: string;
    readonly mainFrame: boolean;
  }): boolean;
  openWindow(request: { readonly contents: number; readonly url: string }): boolean;
  download(request: {
    readonly contents: number;
    readonly url: string;
    readonly file: string;
  }): boolean;
  /** Which of these the app's permission handlers grant. */
  permissions(request: {
    readonly contents: number;
    readonly names: readonly string[];
  }): readonly string[];
  navigated(request: { readonly contents: number; readonly url: string }): void;
  loaded(request: { readonly contents: number; readonly processId: number }): void;
  /** The owner pressed something; Electron's word for what. */
  input(request: { readonly contents: number; readonly type: string }): void;
  /** The renderer process died. */
  gone(request: { readonly contents: number }): void;
  /** The user closed the window that shows this page. */
  dismissed(request: { readonly contents: number }): void;
  console(request: {
    readonly contents: number;
    readonly level: string;
    readonly text: string;
  }): void;
  preloadFailed(request: { readonly contents: number; readonly message: string }): void;
  /** A key that the page let pass. */
  key(request: { readonly contents: number; readonly input: KeyInput }): void;
  idle(request: { readonly seconds: number; readonly locked: boolean }): void;
  systemDark(request: { readonly dark: boolean }): void;
  trays(request: object): readonly TrayRecord[];
  /** Chooses an item of the first tray's menu by its words. */
  chooseInTray(request: { readonly label: string }): void;
  /** Runs a function's source with the `electron` module, as Playwright does in real Electron. */
  evaluate(request: { readonly source: string; readonly argument: unknown }): unknown;
}

/** What the stand-in has to know before the app's first line; goes by argument, for the environment is the app's. */
export interface LaunchConfig {
  /** Folder or file that Electron would be given. */
  readonly appPath: string;
  readonly main: string;
  readonly args: readonly string[];
  readonly appVersion: string;
  readonly electronVersion: string;
  readonly chromeVersion: string;
  readonly languages: readonly string[];
  readonly dark: boolean;
  readonly clockOffsetMs: number;
}
