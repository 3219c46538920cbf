import { currentOverlay, openOverlay } from '../../app/route.ts';
import { createStore, useStore } from '../../app/store.ts';
import type { DropOutcome } from './dropped-file.ts';

/** With what the import begins, when it was not opened to choose a source. */
export type PendingImport =
  { readonly kind: 'choose_dotenv' } | { readonly kind: 'dropped'; readonly dropped: DropOutcome };

const pending = createStore<PendingImport | null>(null);

export const usePendingImport = (): PendingImport | null => useStore(pending);

/** The dialog has begun with it. */
export function takePending(): void {
  pending.set(null);
}

export function openImport(start: PendingImport): void {
  pending.set(start);
  openOverlay({ kind: 'import' });
}

/** A drop opens the import only where it covers nothing that the owner is doing. */
export function maybeDrop(): boolean {
  const overlay = currentOverlay();
  return overlay === null || overlay.kind === 'import' || overlay.kind === 'palette';
}
