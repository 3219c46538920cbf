import { channelOf } from '../../shared/ipc/outline.ts';
import type { CallsOf, Group } from '../../shared/ipc/types.ts';

type ByItself = { readonly [G in Group]?: readonly CallsOf<G>[] };

/** What the page asks by itself: at its start, on an event, for a countdown. */
const BY_ITSELF: ByItself = {
  app: ['info', 'ready'],
  secrets: ['list', 'totp'],
  vault: ['status'],
};

const CHANNELS: ReadonlySet<string> = new Set(
  Object.entries(BY_ITSELF).flatMap(([group, verbs]) =>
    verbs.map((verb) => channelOf(group, verb)),
  ),
);

/** Whether a call says that the owner is there: then the idle lock begins anew. */
export function isOwnerAct(channel: string): boolean {
  return !CHANNELS.has(channel);
}
