import { app } from './app.ts';
import type { BaseWindow } from './base-window.ts';
import { WebContentsView } from './views.ts';
import type { WebContentsStandIn } from './web-contents.ts';

type Window = InstanceType<typeof BaseWindow>;

/** Keys that Electron gives to a role. Those for editing are left out: Chromium acts on them itself. */
export const ROLE_KEYS: Readonly<Record<string, string>> = {
  quit: 'CmdOrCtrl+Q',
  close: 'CmdOrCtrl+W',
  minimize: 'CmdOrCtrl+M',
  reload: 'CmdOrCtrl+R',
  forcereload: 'Shift+CmdOrCtrl+R',
  resetzoom: 'CmdOrCtrl+0',
  zoomin: 'CmdOrCtrl+Plus',
  zoomout: 'CmdOrCtrl+-',
  togglefullscreen: 'F11',
  toggledevtools: 'Ctrl+Shift+I',
};

/** Roles that head a menu, are the desktop's own business, or are done by Chromium. */
const NOTHING_TO_DO = new Set([
  'appmenu',
  'filemenu',
  'editmenu',
  'viewmenu',
  'windowmenu',
  'window',
  'help',
  'about',
  'services',
  'hide',
  'hideothers',
  'unhide',
  'front',
  'zoom',
  'undo',
  'redo',
  'cut',
  'copy',
  'paste',
  'pasteandmatchstyle',
  'delete',
  'selectall',
  'toggledevtools',
]);

/** The page on top of a window, for which roles of the view menu are meant. */
function pageOf(window: Window | undefined): WebContentsStandIn | undefined {
  const views = window?.contentView.children.filter((view) => view instanceof WebContentsView);
  return views?.at(-1)?.webContents;
}

/** What Electron does for an item with a role. */
export function runRole(role: string, window: Window | undefined): void {
  const page = pageOf(window);
  const actions: Readonly<Record<string, () => void>> = {
    quit: () => {
      app.quit();
    },
    close: () => window?.close(),
    minimize: () => window?.minimize(),
    togglefullscreen: () => window?.setFullScreen(!window.isFullScreen()),
    reload: () => page?.reload(),
    forcereload: () => page?.reload(),
    resetzoom: () => page?.setZoomLevel(0),
    zoomin: () => page?.setZoomLevel(page.getZoomLevel() + 0.5),
    zoomout: () => page?.setZoomLevel(page.getZoomLevel() - 0.5),
  };
  const action = actions[role];
  if (action !== undefined) action();
  else if (!NOTHING_TO_DO.has(role)) throw new Error(`the Chromium host knows no role '${role}'`);
}
