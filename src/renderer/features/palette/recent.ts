import { createStore, useStore } from '../../app/store.ts';

const KEPT = 20;

/** Ids of what was run from the palette, the newest first; gone with the page at the next lock. */
const recent = createStore<readonly string[]>([]);

export const useRecent = (): readonly string[] => useStore(recent);

export function remember(id: string): void {
  recent.set(withRecent(recent.get(), id));
}

export function withRecent(ids: readonly string[], id: string): readonly string[] {
  return [id, ...ids.filter((other) => other !== id)].slice(0, KEPT);
}

/** Place of an id among the recent ones; what was never run comes after them. */
export function recencyOf(ids: readonly string[], id: string): number {
  const place = ids.indexOf(id);
  return place < 0 ? ids.length : place;
}
