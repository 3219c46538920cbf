import type { SecretKind } from '../../shared/secret.ts';
import { createStore, useStore, type Store } from './store.ts';

/** What the list shows. */
export type Filter =
  | { readonly by: 'all' }
  | { readonly by: 'kind'; readonly kind: SecretKind }
  | { readonly by: 'tag'; readonly tag: string };

/** Where the window is. */
export type Route =
  | { readonly view: 'secrets'; readonly filter: Filter; readonly selectedId: string | null }
  | { readonly view: 'audit'; readonly correlationId: string | null }
  | { readonly view: 'settings' }
  | { readonly view: 'about' };

/** What lies over the window; one at a time. */
export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'new_secret' }
  | { readonly kind: 'edit_secret'; readonly id: string }
  | { readonly kind: 'generate' }
  | { readonly kind: 'import' }
  | { readonly kind: 'change_password' }
  | { readonly kind: 'repair' }
  | { readonly kind: 'shortcuts' };

export const HOME: Extract<Route, { view: 'secrets' }> = {
  view: 'secrets',
  filter: { by: 'all' },
  selectedId: null,
};

const route: Store<Route> = createStore<Route>(HOME);
const overlay = createStore<Overlay | null>(null);

export const useRoute = (): Route => useStore(route);
export const useOverlay = (): Overlay | null => useStore(overlay);
export const currentRoute = route.get;
export const currentOverlay = overlay.get;

export function go(next: Route): void {
  route.set(next);
}

/** Shows a secret; the filter stays where it is. */
export function select(selectedId: string | null): void {
  const here = route.get();
  go(here.view === 'secrets' ? { ...here, selectedId } : { ...HOME, selectedId });
}

export function openOverlay(next: Overlay): void {
  overlay.set(next);
}

export function closeOverlay(): void {
  overlay.set(null);
}
