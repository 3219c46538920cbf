import { OWNER } from '../../shared/conversation.ts';
import type { Party } from '../conversation-api.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { presentClient, subjectOf, type Subject } from './party.ts';
import { daysKept } from './days-kept.ts';

/** Clients that are remembered at once. */
const MOST = 1000;

/**
 * What every append asks of its client again: that it is there, and for how long its turns are kept. Forgotten with every
 * change of covered rows, and when the vault is locked or opened.
 */
export class KnownSubjects {
  readonly #core: VaultCore;
  readonly #present = new Set<string>();
  readonly #days = new Map<string | null, number | null>();

  constructor(core: VaultCore) {
    this.#core = core;
    core.onAccessChange(() => {
      this.#present.clear();
      this.#days.clear();
    });
  }

  /** As `subjectOf`. @throws VaultError `not_found`. */
  subjectOf(keys: VaultKeys, party: Party): Subject {
    const { store } = this.#core;
    if (party === OWNER) return subjectOf(store, keys, party);
    const { clientId } = party;
    if (!this.#present.has(clientId)) {
      presentClient(store, keys, clientId);
      if (this.#present.size >= MOST) this.#present.clear();
      this.#present.add(clientId);
    }
    return { isOwner: false, clientId };
  }

  /** As `daysKept`. */
  daysKept(keys: VaultKeys, clientId: string | null): number | null {
    const known = this.#days.get(clientId);
    if (known !== undefined) return known;
    const days = daysKept(this.#core.store, keys, clientId);
    if (this.#days.size >= MOST) this.#days.clear();
    this.#days.set(clientId, days);
    return days;
  }
}
