import type { WebContents } from 'electron';
import { START_PAGE } from './origin.ts';

/** A page stays where it was put: no navigation, no redirect, no window, no webview, no WebRTC, and its size is the menu's affair. */
export function guardContents(contents: WebContents): void {
  // Its UDP goes by a proxy or not at all, and the session's leads nowhere.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-frame-navigate', (event) => {
    // A reload in development is the same page again.
    if (!event.isMainFrame || event.url !== START_PAGE) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.on('did-finish-load', () => {
    // Pinching would move the bars out of sight.
    void contents.setVisualZoomLevelLimits(1, 1);
  });
}
