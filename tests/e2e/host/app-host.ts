import type { Page } from '@playwright/test';
import type { Deed, TrayRecord } from './chromium/calls.ts';

/** What the app is started with. */
export interface LaunchOptions {
  /** Folder or file, as Electron takes it; the project by default. */
  readonly app?: string;
  readonly args?: readonly string[];
  /** Beside PATH, HOME, LANG and STRONGROOM_HOME nothing else of the environment reaches the app. */
  readonly env?: Readonly<Record<string, string>>;
  /** The data folder. */
  readonly home: string;
  /** HOME: a folder of the spec's own. */
  readonly userHome: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Wall clock at the start, in main and in the page, as an instant; real Electron takes the machine's. */
  readonly clock?: string;
  /** What the desktop prefers; English by default. */
  readonly languages?: readonly string[];
}

/** Something that went, or wanted to go, out of the app. */
export interface Contact {
  readonly kind: 'request' | 'navigation' | 'window' | 'websocket' | 'download';
  readonly url: string;
  /** Nothing in the app stopped it. */
  readonly allowed: boolean;
}

/** What no spec should find. */
export interface Findings {
  readonly csp: string[];
  readonly contacts: Contact[];
  readonly pageErrors: string[];
}

/** What the app did to the desktop so far. */
export interface Recorded {
  readonly deeds: readonly Deed[];
  readonly dialogs: readonly { readonly method: string; readonly options: unknown }[];
  /** Empty in real Electron, which does not tell of them. */
  readonly trays: readonly TrayRecord[];
  /** Text on the clipboard, also when the app has ended; null in real Electron. */
  readonly copied: string | null;
}

export type DialogMethod = 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog';

/** A running app, the same for both hosts. */
export interface AppHost {
  readonly kind: 'chromium' | 'electron';
  readonly browserVersion: string;
  /** Process id of the main process. */
  readonly pid: number;
  readonly findings: Findings;
  /** What the main process wrote to stdout and stderr. */
  readonly output: string;
  /** Exit code, once it has ended. */
  readonly exited: Promise<number>;
  /** The page that the window shows, loaded. */
  window(): Promise<Page>;
  /** The page that takes its place after `action`, as a lock does it. */
  nextWindow(action: () => Promise<unknown>): Promise<Page>;
  /** Runs a function in the main process; it sees nothing but its arguments. */
  evaluate<Result, Argument>(
    run: (electron: typeof import('electron'), argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  /** Presses a key for the page and, if the page lets it pass, for the menu. */
  press(keys: string): Promise<void>;
  /** Lays an answer ready; a dialog without one fails. */
  answerDialog(method: DialogMethod, answer: unknown): void | Promise<void>;
  setIdle(idle: { readonly seconds: number; readonly locked?: boolean }): Promise<void>;
  recorded(): Promise<Recorded>;
  /** Chooses an item of the tray's menu by its words; not in real Electron. */
  chooseInTray(label: string): Promise<void>;
  /** The desktop turns dark or light. */
  setSystemDark(dark: boolean): Promise<void>;
  /** Quits as the owner does, and lets go of everything. */
  close(): Promise<void>;
}
