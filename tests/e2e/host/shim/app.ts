import { mkdirSync } from 'node:fs';
import { pathOf, type PathName } from './app-paths.ts';
import { FIRED, QUIET, type AppMembers } from './app-members.ts';
import { commandLine } from './command-line.ts';
import { launchConfig } from './launch-config.ts';
import { SingleInstance } from './single-instance.ts';
import { cancellable, StrictEmitter } from './strict.ts';

/** What a window offers to the app that quits. */
interface Closable {
  close(): void;
  destroy(): void;
  isDestroyed(): boolean;
}

class AppStandIn extends StrictEmitter implements Omit<AppMembers, 'commandLine' | 'name'> {
  readonly commandLine = commandLine(launchConfig.args);
  readonly isPackaged = false;
  name = 'strongroom';
  readonly #paths = new Map<string, string>();
  readonly #windows = new Set<Closable>();
  readonly #instance = new SingleInstance((second) => {
    const { argv, workingDirectory, additionalData } = second;
    this.emit('second-instance', cancellable({}), argv, workingDirectory, additionalData);
  });
  readonly #ready = Promise.withResolvers<undefined>();
  #isReady = false;
  #quitting = false;
  #exiting = false;

  constructor() {
    super('app', FIRED, QUIET);
    for (const signal of ['SIGTERM', 'SIGINT']) {
      process.on(signal, () => {
        this.quit();
      });
    }
  }

  /** For the launcher: the app's main module has run. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', cancellable({}), {});
    this.#ready.resolve(undefined);
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getVersion(): string {
    return launchConfig.appVersion;
  }

  getAppPath(): string {
    return launchConfig.appPath;
  }

  getLocale(): string {
    return launchConfig.languages[0] ?? '';
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return [...launchConfig.languages];
  }

  getPath(name: PathName): string {
    return pathOf(name, this.name, this.#paths);
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(additionalData: unknown = null): boolean {
    const userData = this.getPath('userData');
    mkdirSync(userData, { recursive: true, mode: 0o700 });
    return this.#instance.request(userData, additionalData);
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.held;
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release();
  }

  enableSandbox(): void {
    if (this.#isReady)
      throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  setAppUserModelId(): void {}

  focus(): void {}

  /** As Electron: ask, close every window, ask again. Any of them may say no. */
  quit(): void {
    const before = cancellable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.#quitting = true;
    for (const window of this.#windows) window.close();
    this.#quitIfEmpty();
  }

  exit(code = 0): void {
    // From here on nobody is asked.
    this.#exiting = true;
    for (const window of this.#windows) window.destroy();
    this.emit('quit', cancellable({}), code);
    this.#instance.release();
    process.exit(code);
  }

  /** For windows. */
  opened(window: Closable): void {
    this.#windows.add(window);
  }

  /** For windows: one is closed. */
  closed(window: Closable): void {
    this.#windows.delete(window);
    if (this.#windows.size > 0 || this.#exiting) return;
    if (this.#quitting) this.#quitIfEmpty();
    else if (!this.emit('window-all-closed')) this.quit();
  }

  /** For windows: one refused to be closed, which ends the quitting. */
  refused(): void {
    this.#quitting = false;
  }

  #quitIfEmpty(): void {
    if (!this.#quitting || this.#windows.size > 0) return;
    const event = cancellable({});
    this.emit('will-quit', event);
    this.#quitting = !event.defaultPrevented;
    if (this.#quitting) this.exit(0);
  }
}

export const app = new AppStandIn();

/** Electron refuses most things before it is ready. */
export function needReady(what: string): void {
  if (!app.isReady()) throw new Error(`${what} can only be used after the app is ready`);
}
