import { Menu, Tray, nativeImage, nativeTheme, type NativeImage } from 'electron';
import { join } from 'node:path';
import { trayMenu, type TrayVerb } from './menu-template.ts';
import { TRAY_WORDS, type TrayState } from './tray-state.ts';
import type { MessageKey } from '../shared/messages/catalogue.ts';

export interface TrayPorts {
  readonly icons: string;
  readonly platform: NodeJS.Platform;
  readonly act: (verb: TrayVerb) => void;
}

export interface TrayView {
  readonly state: TrayState;
  readonly isOpen: boolean;
  readonly t: (key: MessageKey) => string;
}

/** The mark in the system's tray. A desktop without one is no reason to stop: then there is none. */
export class AppTray {
  readonly #ports: TrayPorts;
  #tray: Tray | null = null;

  constructor(ports: TrayPorts) {
    this.#ports = ports;
  }

  get isThere(): boolean {
    return this.#tray !== null;
  }

  /** Shows the mark as it is now, or takes it away. */
  show(view: TrayView | null): void {
    try {
      if (view === null) this.#takeAway();
      else this.#draw(view);
    } catch {
      this.#tray = null;
    }
  }

  #takeAway(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  #draw({ state, isOpen, t }: TrayView): void {
    const { act } = this.#ports;
    const image = this.#image(state);
    if (this.#tray === null) {
      this.#tray = new Tray(image);
      this.#tray.on('click', () => act('open'));
    } else this.#tray.setImage(image);
    this.#tray.setToolTip(t(TRAY_WORDS[state]));
    const menu = trayMenu({ t, isOpen }).map((entry) => {
      if (entry === 'rule') return { type: 'separator' as const };
      const { does, ...item } = entry;
      return { ...item, ...(does === undefined ? {} : { click: () => act(does) }) };
    });
    this.#tray.setContextMenu(Menu.buildFromTemplate(menu));
  }

  #image(state: TrayState): NativeImage {
    const { icons, platform } = this.#ports;
    const mac = platform === 'darwin';
    // Panels of Linux desktops are dark; macOS colours a template image by itself.
    const white = platform === 'linux' || nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
    const ink = white && !mac ? 'white' : 'black';
    const image = nativeImage.createFromPath(join(icons, `tray-${state}-${ink}.png`));
    if (mac) image.setTemplateImage(true);
    return image;
  }
}
