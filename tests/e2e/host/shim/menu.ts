import type { MenuItemConstructorOptions } from 'electron';
import type { KeyInput } from '../chromium/calls.ts';
import { matches } from './accelerator.ts';
import { BaseWindow } from './base-window.ts';
import { host } from './host-link.ts';
import { ROLE_KEYS, runRole } from './menu-roles.ts';
import { strictClass, StrictEmitter } from './strict.ts';

type Options = MenuItemConstructorOptions;

class MenuItemStandIn extends StrictEmitter {
  readonly id: string;
  readonly role: string;
  readonly type: NonNullable<Options['type']>;
  readonly accelerator: string | null;
  readonly submenu: MenuStandIn | undefined;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: Options['click'];

  constructor(options: Options) {
    super('menuItem', []);
    const { submenu, role, accelerator } = options;
    this.id = options.id ?? '';
    this.role = role ?? '';
    this.label = options.label ?? role ?? '';
    this.type = options.type ?? (submenu === undefined ? 'normal' : 'submenu');
    this.accelerator = accelerator ?? ROLE_KEYS[this.role.toLowerCase()] ?? null;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.#click = options.click;
    const given = submenu as unknown as MenuStandIn | Options[] | undefined;
    this.submenu = Array.isArray(given) ? MenuStandIn.buildFromTemplate(given) : given;
  }

  /** As chosen in the menu or by its key; Electron turns a check mark first. */
  click(): void {
    if (!this.enabled) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') this.checked = true;
    const window = BaseWindow.getFocusedWindow() ?? undefined;
    if (this.role !== '') runRole(this.role.toLowerCase(), window);
    else this.#click?.(this as never, window as never, {});
  }
}

class MenuStandIn extends StrictEmitter {
  readonly items: MenuItemStandIn[] = [];
  static #application: MenuStandIn | null = null;

  constructor() {
    super('menu', [], ['menu-will-show', 'menu-will-close']);
  }

  static buildFromTemplate(template: readonly (Options | MenuItemStandIn)[]): MenuStandIn {
    const menu = new MenuStandIn();
    for (const item of template) {
      menu.append(item instanceof MenuItemStandIn ? item : new MenuItemStandIn(item));
    }
    return menu;
  }

  static setApplicationMenu(menu: MenuStandIn | null): void {
    MenuStandIn.#application = menu;
  }

  static getApplicationMenu(): MenuStandIn | null {
    return MenuStandIn.#application;
  }

  append(item: MenuItemStandIn): void {
    this.items.push(item);
  }

  getMenuItemById(id: string): MenuItemStandIn | null {
    return this.find((item) => item.id === id);
  }

  popup(): void {}

  closePopup(): void {}

  /** For the host: the first item, with those of submenus, that fits. */
  find(fits: (item: MenuItemStandIn) => boolean): MenuItemStandIn | null {
    for (const item of this.items) {
      const found = fits(item) ? item : (item.submenu?.find(fits) ?? null);
      if (found !== null) return found;
    }
    return null;
  }
}

/** For the host: a key that the page let pass. */
function press(input: KeyInput): void {
  const item = MenuStandIn.getApplicationMenu()?.find(
    ({ accelerator, enabled }) => enabled && accelerator !== null && matches(accelerator, input),
  );
  item?.click();
}

export const Menu = strictClass(MenuStandIn);
export const MenuItem = strictClass(MenuItemStandIn);

host.serve({
  key: ({ input }) => {
    press(input);
  },
});
