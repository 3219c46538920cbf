import type { WebPreferences } from 'electron';

/** Of the page's session: without `persist:` it lives in memory, so nothing of the page is ever on the disk. */
export const PARTITION = 'strongroom';

/** The only place where a page's powers are decided. What is the default today is said as well: defaults change. */
export function pagePreferences({
  preload,
  devTools,
  zoomFactor,
}: {
  readonly preload: string;
  readonly devTools: boolean;
  readonly zoomFactor: number;
}): WebPreferences {
  return {
    preload,
    devTools,
    zoomFactor,
    partition: PARTITION,
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    plugins: false,
    experimentalFeatures: false,
    enableWebSQL: false,
    webgl: false,
    spellcheck: false,
    navigateOnDragDrop: false,
    disableDialogs: true,
    autoplayPolicy: 'document-user-activation-required',
    v8CacheOptions: 'none',
  };
}
