import { DOCUMENT_FILES, LINK_ADDRESSES } from '../../links.ts';
import type { GroupHandlers } from './handlers.ts';
import type { HandlerPorts } from './ports.ts';

export function appHandlers({ host, app }: HandlerPorts): GroupHandlers<'app'> {
  return {
    info: () => app.info(),
    setPreferences: (change) => app.setPreferences(change),
    openLink: async ({ link }) => {
      await app.openAddress(LINK_ADDRESSES[link]);
      return null;
    },
    openDocument: async ({ document }) => {
      await app.openFile(DOCUMENT_FILES[document]);
      return null;
    },
    ready: () => {
      app.pageReady();
      void host.warmUp();
      return null;
    },
    quit: () => {
      app.quit();
      return null;
    },
  };
}
