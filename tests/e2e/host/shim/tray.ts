import type { NativeImage, Tray as ElectronTray } from 'electron';
import type { TrayRecord } from '../chromium/calls.ts';
import { host } from './host-link.ts';
import type { Menu } from './menu.ts';
import { nameImage } from './native-image.ts';
import { strictClass, StrictEmitter } from './strict.ts';

const trays = new Set<TrayStandIn>();

class TrayStandIn
  extends StrictEmitter
  implements Pick<ElectronTray, 'destroy' | 'isDestroyed' | 'setImage' | 'setToolTip'>
{
  #image: string;
  #toolTip = '';
  #menu: InstanceType<typeof Menu> | null = null;

  constructor(image: NativeImage | string) {
    super('tray', [], ['click', 'right-click', 'double-click']);
    this.#image = nameImage(image);
    trays.add(this);
  }

  setImage(image: NativeImage | string): void {
    this.#image = nameImage(image);
  }

  setToolTip(toolTip: string): void {
    this.#toolTip = toolTip;
  }

  setContextMenu(menu: InstanceType<typeof Menu> | null): void {
    this.#menu = menu;
  }

  setIgnoreDoubleClickEvents(): void {}

  popUpContextMenu(): void {}

  destroy(): void {
    trays.delete(this);
  }

  isDestroyed(): boolean {
    return !trays.has(this);
  }

  /** For the host. */
  describe(): TrayRecord {
    const menu = this.#menu?.items.map(({ label, type }) => (type === 'separator' ? '-' : label));
    return { toolTip: this.#toolTip, image: this.#image, menu: menu ?? [] };
  }

  /** For the host. @throws if there is no such item. */
  choose(label: string): void {
    const item = this.#menu?.items.find((candidate) => candidate.label === label);
    if (item === undefined) throw new Error(`the tray has no '${label}'`);
    item.click();
  }
}

export const Tray = strictClass(TrayStandIn);

host.serve({
  trays: () => [...trays].map((tray) => tray.describe()),
  chooseInTray: ({ label }) => {
    [...trays][0]?.choose(label);
  },
});
