import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Notification, app, dialog, nativeTheme, shell } from 'electron';
import { systemClock } from '../runtime/clock.ts';
import { openExistingVault, setUpNewVault } from '../runtime/first-run.ts';
import { systemTimers } from '../runtime/timers.ts';
import { WindowPreferencesFile } from '../runtime/window-preferences.ts';
import type { AppInfo, Preferences } from '../shared/ipc/replies.ts';
import { VaultError } from '../shared/vault-error.ts';
import { AppPreferences } from './app-preferences.ts';
import { chooseFile } from './choose-file.ts';
import { ClipboardGuard } from './clipboard-guard.ts';
import { systemClipboard } from './clipboard.ts';
import { fixedInfo } from './fixed-info.ts';
import { noGateway } from './gateway-host.ts';
import { bindContract } from './ipc/bind.ts';
import { pageEvents } from './ipc/events.ts';
import type { AppPort } from './ipc/handlers/ports.ts';
import { createHandlers } from './ipc/handlers/table.ts';
import { isOwnerAct } from './ipc/owner-acts.ts';
import { RateLimits } from './ipc/rate-limits.ts';
import { Refusals } from './ipc/refusals.ts';
import { DOCUMENT_FILES } from './links.ts';
import type { MenuAction, TrayVerb } from './menu-template.ts';
import { PageFailures } from './page-failures.ts';
import { systemPower } from './power-source.ts';
import { watchPower } from './power.ts';
import { answerCalls, servePage } from './serve-page.ts';
import { SystemMenus } from './system-menus.ts';
import { VaultHost } from './vault-host.ts';
import { AppWindow } from './window.ts';

/** Where the app's own files are. */
export interface Folders {
  readonly page: string;
  readonly preload: string;
  readonly resources: string;
  readonly documents: string;
}

/** What is waited for at the end: a disk or a clipboard that does not answer keeps nobody. */
const LONGEST_END_MS = 5000;

/** The parts of the app and what goes on between them. */
export class DesktopApp {
  readonly #home: string;
  readonly #folders: Folders;
  readonly #devTools = !app.isPackaged;
  readonly #preferences: AppPreferences;
  readonly #window: AppWindow;
  readonly #menus: SystemMenus;
  readonly #host: VaultHost;
  readonly #clipboard: ClipboardGuard;
  readonly #refusals: Refusals;
  readonly #failures = new PageFailures(systemClock);
  readonly #events = pageEvents((channel, payload) => {
    this.#window.send(channel, payload);
  });
  #powerChanged: () => void = () => undefined;
  #isEnding = false;

  /** Makes the parts; call it when Electron is ready. */
  constructor(home: string, folders: Folders) {
    this.#home = home;
    this.#folders = folders;
    this.#preferences = new AppPreferences(
      new WindowPreferencesFile(home),
      fixedInfo(home, app.getVersion()),
      app.getPreferredSystemLanguages(),
    );
    this.#window = this.#makeWindow();
    this.#clipboard = new ClipboardGuard({
      clipboard: systemClipboard,
      timers: systemTimers,
      counting: (remainingMs) => this.#events.clipboard.countdown({ remainingMs }),
    });
    this.#host = this.#makeHost();
    this.#menus = this.#makeMenus();
    this.#refusals = new Refusals({
      note: (note, context) => this.#host.note(note, context),
      timers: systemTimers,
      newCorrelationId: randomUUID,
    });
  }

  start(): void {
    nativeTheme.themeSource = this.#preferences.present.theme;
    void this.#host.open();
    servePage(this.#folders.page, { devTools: this.#devTools });
    answerCalls(this.#answers());
    this.#window.open();
    this.#menus.show();
    this.#powerChanged = watchPower({
      source: systemPower(),
      autoLock: this.#host.autoLock,
      lock: (cause) => void this.#host.lock(cause),
      timers: systemTimers,
      platform: process.platform,
      isOpen: () => this.#host.isOpen(),
      quit: () => app.quit(),
    });
    this.#followApp();
  }

  #followApp(): void {
    app.on('second-instance', () => this.#window.open());
    app.on('activate', () => this.#window.open());
    app.on('window-all-closed', () => this.#windowClosed());
    app.on('before-quit', (event) => {
      event.preventDefault();
      if (this.#isEnding) return;
      // First of all: the window that goes is not one the owner closed.
      this.#isEnding = true;
      void this.#end();
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => app.quit());
    }
  }

  #makeWindow(): AppWindow {
    return new AppWindow({
      preload: this.#folders.preload,
      icon: join(this.#folders.resources, 'icon.png'),
      devTools: this.#devTools,
      platform: process.platform,
      title: this.#preferences.t('shell.name'),
      preferences: () => this.#preferences.present,
      remember: (bounds) => this.#preferences.remember({ bounds }),
      pageGone: (why) => this.#pageGone(why),
      pageUnresponsive: () => this.#host.tryToNote({ event: 'page.unresponsive' }),
      sessionEnds: () => app.quit(),
      ownerActed: () => this.#host.autoLock.activity(),
    });
  }

  #makeHost(): VaultHost {
    const place = { home: this.#home };
    return new VaultHost({
      open: () => openExistingVault(place),
      setUp: (input, context) => setUpNewVault(place, input, context),
      clock: systemClock,
      timers: systemTimers,
      newCorrelationId: randomUUID,
      replacePage: () => this.#window.replacePage(),
      clearClipboard: () => this.#clipboard.clearIfOurs(),
      statusChanged: () => this.#statusChanged(),
      listChanged: () => this.#events.secrets.changed(null),
    });
  }

  #makeMenus(): SystemMenus {
    return new SystemMenus({
      preferences: this.#preferences,
      gateway: noGateway,
      isOpen: () => this.#host.isOpen(),
      platform: process.platform,
      devTools: this.#devTools,
      trayIcons: join(this.#folders.resources, 'tray'),
      menuChosen: (action) => this.#menuChosen(action),
      trayChosen: (verb) => this.#trayChosen(verb),
    });
  }

  #answers(): ReturnType<typeof bindContract> {
    const handlers = createHandlers({
      host: this.#host,
      clipboard: this.#clipboard,
      app: this.#appPort(),
      newToken: randomUUID,
      doors: {
        generators: () => import('../runtime/generators.ts'),
        importers: () => import('../runtime/importers.ts'),
      },
    });
    return bindContract({
      handlers,
      page: () => this.#window.mainFrame(),
      whyShut: () => this.#host.whyShut(),
      limits: new RateLimits(systemClock),
      refusals: this.#refusals,
      admitted: (channel) => {
        if (isOwnerAct(channel)) this.#host.autoLock.activity();
      },
      newCorrelationId: randomUUID,
      // Electron sends a reply in the microtasks after it is given.
      afterReply: (run) => void setImmediate(run),
    });
  }

  #appPort(): AppPort {
    return {
      info: () => this.#preferences.info(),
      setPreferences: (change) => this.#changePreferences(change),
      openAddress: async (address) => {
        await shell.openExternal(address).catch(notAvailable);
      },
      openFile: (path) => this.#openFile(path),
      chooseFile: (kind) => chooseFile(this.#window.frame, kind, this.#preferences.t),
      pageReady: () => this.#window.pageReady(),
      quit: () => app.quit(),
    };
  }

  #statusChanged(): void {
    this.#events.vault.state(this.#host.status());
    this.#menus.show();
    this.#powerChanged();
  }

  #changePreferences(change: Partial<Preferences>): AppInfo {
    this.#preferences.change(change);
    nativeTheme.themeSource = this.#preferences.present.theme;
    this.#window.applyContentProtection();
    this.#menus.show();
    const info = this.#preferences.info();
    this.#events.app.infoChanged(info);
    return info;
  }

  async #openFile(path: string): Promise<void> {
    const failed = await shell.openPath(join(this.#folders.documents, path));
    if (failed !== '') notAvailable(failed);
  }

  #menuChosen(action: MenuAction): void {
    switch (action.does) {
      case 'page':
        this.#window.open();
        this.#events.app.command(action.command);
        break;
      case 'document':
        this.#openFile(DOCUMENT_FILES[action.document]).catch(() => undefined);
        break;
      case 'zoom':
        this.#window.zoom(action.to);
        break;
      case 'toggle_content_protection':
        this.#changePreferences({
          contentProtection: !this.#preferences.present.contentProtection,
        });
        break;
      case 'dev_tools':
        this.#window.openDevTools();
        break;
      case 'lock':
      case 'quit':
        this.#trayChosen(action.does);
        break;
    }
  }

  #trayChosen(verb: TrayVerb): void {
    if (verb === 'open') this.#window.open();
    else if (verb === 'lock') void this.#host.lock('owner');
    else app.quit();
  }

  #pageGone(why: string): void {
    this.#host.tryToNote({ event: 'page.gone', ref: { why } });
    if (this.#failures.isLoop()) {
      void this.#host.lock('page_crashed');
      const { t } = this.#preferences;
      dialog.showErrorBox(t('shell.page_failed.title'), t('shell.page_failed.text'));
      app.quit();
    } else if (this.#host.isOpen()) void this.#host.lock('page_crashed');
    else this.#window.replacePage();
  }

  #windowClosed(): void {
    if (this.#isEnding) return;
    if (!this.#menus.hasTray) app.quit();
    else if (this.#preferences.isFirstTime('still-there') && Notification.isSupported()) {
      const { t } = this.#preferences;
      const texts = { title: t('shell.still_there.title'), body: t('shell.still_there.text') };
      new Notification(texts).show();
    }
  }

  async #end(): Promise<void> {
    this.#window.rememberBounds();
    this.#window.destroy();
    this.#refusals.flush();
    await Promise.race([
      this.#host.close().catch(() => undefined),
      new Promise<void>((resolve) => systemTimers.after(LONGEST_END_MS, resolve)),
    ]);
    app.exit(0);
  }
}

function notAvailable(cause: unknown): never {
  throw new VaultError('not_available', { cause });
}
