import { contract } from '../../shared/ipc/contract.ts';
import { channelOf, outlineOf } from '../../shared/ipc/outline.ts';
import type { Contract, EventsOf, Group, PayloadOf } from '../../shared/ipc/types.ts';

/** Sends the contract's events to the page. */
export type PageEvents = {
  readonly [G in Group as EventsOf<G> extends never ? never : G]: {
    readonly [V in EventsOf<G>]: (payload: PayloadOf<Contract[G][V]>) => void;
  };
};

/** The events over what sends to a page; a page that is not there hears nothing. */
export function pageEvents(send: (channel: string, payload: unknown) => void): PageEvents {
  const { events } = outlineOf(contract);
  const groups = Object.entries(events).map(([group, verbs]) => {
    const senders = verbs.map((verb) => {
      const channel = channelOf(group, verb);
      return [verb, (payload: unknown) => send(channel, payload)] as const;
    });
    return [group, Object.fromEntries(senders)] as const;
  });
  return Object.fromEntries(groups) as PageEvents;
}
