import { select } from '../../app/route.ts';
import { createStore, useStore } from '../../app/store.ts';

/** A verb over one secret that the page has to ask about or show, from wherever it was called. */
export interface SecretVerb {
  readonly verb: 'reveal' | 'rename' | 'remove';
  readonly id: string;
}

const verb = createStore<SecretVerb | null>(null);

export const useSecretVerb = (): SecretVerb | null => useStore(verb);

/** Shows the secret and does it there. */
export function ask(next: SecretVerb): void {
  select(next.id);
  verb.set(next);
}

export function answer(): void {
  verb.set(null);
}
