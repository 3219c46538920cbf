import type { Page } from '@playwright/test';
import { fromEdge } from './edge-address.ts';
import type { GateHost } from './request-gate.ts';
import type { ViewPage } from './view-page.ts';

/**
 * What leaves a page by other ways than a request: windows, downloads, sockets. The app is asked and what it refuses is
 * closed; what it allows stays, for the spec to see. Chromium itself has opened the window by then, so that
 * `window.open` does not return null as it would in Electron.
 */
export function watchStrays(view: ViewPage, host: GateHost): void {
  const { contents, page, cdp } = view;
  const { link, findings } = host;
  cdp.on('Page.windowOpen', ({ url: spelled }) => {
    const url = fromEdge(spelled);
    const verdict = link.ask('openWindow', { contents, url }).catch(() => false);
    void verdict.then((allowed) => findings.contacts.push({ kind: 'window', url, allowed }));
    host.windowVerdict = verdict;
  });
  page.on('popup', (popup: Page) => {
    void host.windowVerdict.then((allowed) => (allowed ? undefined : popup.close()));
  });
  page.on('download', (download) => {
    const [url, file] = [fromEdge(download.url()), download.suggestedFilename()];
    void link.ask('download', { contents, url, file }).then(async (allowed) => {
      findings.contacts.push({ kind: 'download', url, allowed });
      if (!allowed) await download.cancel();
    });
  });
  cdp.on('Network.webSocketCreated', ({ url }) => {
    // Too late to be stopped, and no name resolves: what is asked is whether the app would have.
    const asked = { contents, session: '', url, method: 'GET', resourceType: 'webSocket' };
    const initiatorOrigin = view.origin;
    void link
      .ask('request', { ...asked, initiatorOrigin, headers: {}, body: null })
      .then(({ verdict }) => {
        findings.contacts.push({ kind: 'websocket', url, allowed: verdict !== 'cancelled' });
      });
  });
}
