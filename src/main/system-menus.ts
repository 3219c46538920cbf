import { nativeTheme } from 'electron';
import type { AppPreferences } from './app-preferences.ts';
import type { GatewayHost } from './gateway-host.ts';
import { setApplicationMenu } from './menu.ts';
import { applicationMenu, type MenuAction, type TrayVerb } from './menu-template.ts';
import { trayState } from './tray-state.ts';
import { AppTray } from './tray.ts';

export interface SystemMenuPorts {
  readonly preferences: AppPreferences;
  readonly gateway: GatewayHost;
  readonly isOpen: () => boolean;
  readonly platform: NodeJS.Platform;
  readonly devTools: boolean;
  readonly trayIcons: string;
  readonly menuChosen: (action: MenuAction) => void;
  readonly trayChosen: (verb: TrayVerb) => void;
}

/** The application's menu and the tray, as the vault and the owner's choices want them. */
export class SystemMenus {
  readonly #ports: SystemMenuPorts;
  readonly #tray: AppTray;
  #shown = '';

  constructor(ports: SystemMenuPorts) {
    this.#ports = ports;
    const { trayIcons: icons, platform, trayChosen: act } = ports;
    this.#tray = new AppTray({ icons, platform, act });
    nativeTheme.on('updated', () => {
      this.show();
    });
  }

  get hasTray(): boolean {
    return this.#tray.isThere;
  }

  /** Draws what is not as it was. */
  show(): void {
    const { preferences, gateway, platform, devTools, menuChosen } = this.#ports;
    const { t, present } = preferences;
    const isOpen = this.#ports.isOpen();
    const { contentProtection, tray } = present;
    const state = trayState(isOpen, gateway.state());
    const { language } = preferences.info();
    const dark = nativeTheme.shouldUseDarkColors;
    const shown = JSON.stringify([isOpen, contentProtection, tray, state, language, dark]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const mac = platform === 'darwin';
    setApplicationMenu(
      applicationMenu({ t, mac, isOpen, contentProtection, devTools }),
      menuChosen,
    );
    this.#tray.show(tray ? { state, isOpen, t } : null);
  }
}
