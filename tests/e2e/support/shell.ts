import type { AppHost } from '../host/app-host.ts';

/** One item of the application's menu; `path` names the menus it lies in. */
export interface MenuItemFacts {
  readonly path: string;
  readonly enabled: boolean;
  readonly checked: boolean;
}

interface Item {
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly submenu?: { readonly items: readonly Item[] } | null;
  click(): void;
}

/** Every item of the application's menu that does something. */
export function menuItems(app: AppHost): Promise<MenuItemFacts[]> {
  return app.evaluate(({ Menu }) => {
    const walk = (items: readonly Item[], path: string): MenuItemFacts[] =>
      items.flatMap(({ label, type, enabled, checked, submenu }) => {
        if (type === 'separator') return [];
        const here = path === '' ? label : `${path} › ${label}`;
        return submenu ? walk(submenu.items, here) : [{ path: here, enabled, checked }];
      });
    const items = Menu.getApplicationMenu()?.items ?? [];
    return walk(items as unknown as Item[], '');
  }, null);
}

/** Chooses an item of the application's menu by its words. */
export function chooseInMenu(app: AppHost, label: string): Promise<void> {
  return app.evaluate(({ Menu }, wanted) => {
    const find = (items: readonly Item[]): Item | undefined =>
      items
        .flatMap((item) => [item, ...(item.submenu?.items ?? [])])
        .find((item) => item.label === wanted);
    const item = find((Menu.getApplicationMenu()?.items ?? []) as unknown as Item[]);
    if (item === undefined) throw new Error(`the menu has no '${wanted}'`);
    item.click();
  }, label);
}

export interface WindowFacts {
  readonly bounds: { x: number; y: number; width: number; height: number };
  readonly maximized: boolean;
  readonly minimized: boolean;
  readonly focused: boolean;
  readonly isProtected: boolean;
  readonly smallest: readonly number[];
  readonly title: string;
}

/** The window as it stands; null if there is none. */
export function windowFacts(app: AppHost): Promise<WindowFacts | null> {
  return app.evaluate(({ BaseWindow }) => {
    const [window] = BaseWindow.getAllWindows();
    if (window === undefined) return null;
    return {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      minimized: window.isMinimized(),
      focused: window.isFocused(),
      isProtected: window.isContentProtected(),
      smallest: window.getMinimumSize(),
      title: window.getTitle(),
    };
  }, null);
}

/** Closes the window as its owner does. */
export function closeWindow(app: AppHost): Promise<void> {
  return app.evaluate(({ BaseWindow }) => {
    BaseWindow.getAllWindows()[0]?.close();
  }, null);
}

/** The process of the present page. */
export function pageProcess(app: AppHost): Promise<number> {
  return app.evaluate(
    ({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0,
    null,
  );
}

/** What the present page was made with. */
export function webPreferences(app: AppHost): Promise<Readonly<Record<string, unknown>>> {
  return app.evaluate(({ webContents }) => {
    // Electron's types leave it out.
    type Told = { getLastWebPreferences(): Record<string, unknown> } | undefined;
    const [contents] = webContents.getAllWebContents() as unknown as Told[];
    return contents?.getLastWebPreferences() ?? {};
  }, null);
}
