import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Menu as MenuEntries, MenuAction } from './menu-template.ts';

/** Makes it the application's menu. */
export function setApplicationMenu(entries: MenuEntries, act: (action: MenuAction) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(optionsOf(entries, act)));
}

function optionsOf(
  entries: MenuEntries,
  act: (action: MenuAction) => void,
): MenuItemConstructorOptions[] {
  return entries.map((entry) => {
    if (entry === 'rule') return { type: 'separator' };
    const { action, items, checked, ...rest } = entry;
    return {
      ...rest,
      ...(checked === undefined ? {} : { type: 'checkbox', checked }),
      ...(items === undefined ? {} : { submenu: optionsOf(items, act) }),
      ...(action === undefined ? {} : { click: () => act(action) }),
    };
  });
}
