import type { Session } from 'electron';
import { isOwnAddress } from './origin.ts';

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
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
}
