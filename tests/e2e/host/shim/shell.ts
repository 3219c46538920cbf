import type { Shell } from 'electron';
import { host } from './host-link.ts';
import { strict } from './strict.ts';

/** Nothing is opened; the host keeps what was asked for. */
export const shell = strict('shell', {
  openExternal: async (url) => {
    host.tell('record', { did: 'openExternal', what: url });
  },
  openPath: async (path) => {
    host.tell('record', { did: 'openPath', what: path });
    return '';
  },
  showItemInFolder: (path) => {
    host.tell('record', { did: 'showItemInFolder', what: path });
  },
  beep: () => {
    host.tell('record', { did: 'beep', what: '' });
  },
} satisfies Partial<Shell>);
