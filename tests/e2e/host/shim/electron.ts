/** The module that the app imports as `electron`. A name that is not exported here fails when the app is linked. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runInThisContext } from 'node:vm';
import { app } from './app.ts';
import { BaseWindow } from './base-window.ts';
import { clipboard, ClipboardItem } from './clipboard.ts';
import { dialog } from './dialog.ts';
import { host } from './host-link.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu, MenuItem } from './menu.ts';
import { nativeImage } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { Notification } from './notification.ts';
import { powerMonitor } from './power-monitor.ts';
import { protocol } from './protocol.ts';
import { screen } from './screen.ts';
import { session } from './session.ts';
import './session-calls.ts';
import { shell } from './shell.ts';
import { Tray } from './tray.ts';
import { View, WebContentsView } from './views.ts';
import { webContents } from './web-contents.ts';
import './web-contents-calls.ts';

const electron = {
  app,
  BaseWindow,
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  Tray,
  View,
  webContents,
  WebContentsView,
};

host.serve({
  evaluate: async ({ source, argument }) => {
    // Messages of one read come before the promises that the first of them settled.
    await nextTurn();
    const run = runInThisContext(`(${source})`) as (module: object, argument: unknown) => unknown;
    return run(electron, argument);
  },
});

export {
  app,
  BaseWindow,
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  Tray,
  View,
  webContents,
  WebContentsView,
};
