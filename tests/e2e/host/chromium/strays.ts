import type { Download, Page } from '@playwright/test';
import { fromEdge } from './edge-address.ts';
import type { GateHost } from './request-gate.ts';
import type { ViewPage } from './view-page.ts';

/** A small one is there before it is cancelled, a cancelled one cannot be deleted. */
async function undo(download: Download): Promise<void> {
  await download.cancel();
  await download.delete().catch(() => undefined);
}

/**
 * What leaves a page by other ways than a request: windows, downloads, sockets. The app is asked and what it refuses is
 * closed; what it allows stays, for the spec to see. Chromium itself has opened the window by then, so that
 * `window.open` does not return null as it would in Electron.
 */
export function watchStrays(view: ViewPage, host: GateHost): void {
  const { contents, session, page, cdp } = view;
  const { link, findings } = host;
  // An app that has ended allows nothing.
  const refused = () => false;
  cdp.on('Page.windowOpen', ({ url: spelled }) => {
    const url = fromEdge(spelled);
    const verdict = link.ask('openWindow', { contents, url }).catch(refused);
    void verdict.then((allowed) => findings.contacts.push({ kind: 'window', url, allowed }));
    host.windowVerdict = verdict;
  });
  page.on('popup', (popup: Page) => {
    void host.windowVerdict.then((allowed) => (allowed ? undefined : popup.close()));
  });
  page.on('download', (download) => {
    const [url, file] = [fromEdge(download.url()), download.suggestedFilename()];
    const verdict = link.ask('download', { contents, url, file }).catch(refused);
    void verdict.then((allowed) => {
      findings.contacts.push({ kind: 'download', url, allowed });
      if (!allowed) void undo(download).catch(refused);
    });
  });
  cdp.on('Network.webSocketCreated', ({ url }) => {
    // Too late to be stopped, and no name resolves: what is asked is whether the app would have.
    const asked = { contents, session, url, method: 'GET', resourceType: 'webSocket' };
    const request = { ...asked, initiatorOrigin: view.origin, headers: {}, body: null };
    const verdict = link.ask('request', request).then((answer) => answer.verdict !== 'cancelled');
    void verdict.catch(refused).then((allowed) => {
      findings.contacts.push({ kind: 'websocket', url, allowed });
    });
  });
}
