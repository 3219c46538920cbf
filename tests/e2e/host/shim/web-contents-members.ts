import type { WebContents } from 'electron';

/** What of `webContents` is offered. */
export type WebContentsMembers = Pick<
  WebContents,
  | 'close'
  | 'focus'
  | 'getOSProcessId'
  | 'getURL'
  | 'getWebRTCIPHandlingPolicy'
  | 'getZoomFactor'
  | 'getZoomLevel'
  | 'id'
  | 'isDestroyed'
  | 'isDevToolsOpened'
  | 'isFocused'
  | 'loadURL'
  | 'openDevTools'
  | 'reload'
  | 'send'
  | 'setVisualZoomLevelLimits'
  | 'setWebRTCIPHandlingPolicy'
  | 'setWindowOpenHandler'
  | 'setZoomFactor'
  | 'setZoomLevel'
>;

export const FIRED = [
  'will-frame-navigate',
  'will-navigate',
  'did-navigate',
  'did-finish-load',
  'dom-ready',
  'render-process-gone',
  'console-message',
  'preload-error',
  'input-event',
  'destroyed',
  'focus',
  'blur',
];
// No webview tag, no answered redirect, no window of a page's own, no hung process in this host.
export const QUIET = [
  'will-attach-webview',
  'will-redirect',
  'did-create-window',
  'unresponsive',
  'responsive',
  'did-fail-load',
  'did-start-loading',
  'did-stop-loading',
  'context-menu',
  'login',
  'certificate-error',
  'select-bluetooth-device',
  'zoom-changed',
];
