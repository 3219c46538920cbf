import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { channelOf, type Outline } from '../shared/ipc/outline.ts';

// Put in by vite.preload.config.ts from the contract itself.
declare const CONTRACT_OUTLINE: Outline;

type Verbs<F> = Record<string, Record<string, F>>;

function build<F>(names: Outline['calls'], member: (channel: string) => F): Verbs<F> {
  const groups: Verbs<F> = {};
  for (const [group, verbs] of Object.entries(names)) {
    groups[group] = Object.fromEntries(verbs.map((verb) => [verb, member(channelOf(group, verb))]));
  }
  return groups;
}

const call = (channel: string) => (request: unknown) => ipcRenderer.invoke(channel, request);

const listen = (channel: string) => (listener: (payload: unknown) => void) => {
  // The event object stays here: it would hand the page a way to send.
  const receive = (_event: IpcRendererEvent, payload: unknown) => {
    listener(payload);
  };
  ipcRenderer.on(channel, receive);
  return () => {
    ipcRenderer.off(channel, receive);
  };
};

contextBridge.exposeInMainWorld('strongroom', {
  ...build(CONTRACT_OUTLINE.calls, call),
  on: build(CONTRACT_OUTLINE.events, listen),
});
