import type { Session } from 'electron';
import { isOwnAddress } from './origin.ts';

/** Nobody but root could listen there, and nobody does. */
const NOWHERE = 'http://127.0.0.1:9';

/** Denies a session everything a page can ask the system for, and every request that is not for our files. */
export function guardSession(session: Session, { devTools }: { readonly devTools: boolean }): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer(null);
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const { url } = details;
    answer({ cancel: !isOwnAddress(url) && !(devTools && url.startsWith('devtools://')) });
  });
  // No content policy stops WebRTC. Its TCP goes by the proxy, so there is one that leads nowhere.
  void session.setProxy({ proxyRules: NOWHERE, proxyBypassRules: '<-loopback>' });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
}
