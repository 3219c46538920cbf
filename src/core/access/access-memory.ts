import type { Principal } from '../../shared/access.ts';
import type { SecretRef } from '../call.ts';
import { equal } from '../crypto/bytes.ts';
import type { OpenGrant } from '../grants/grant-record.ts';
import type { OpenRecord } from '../secrets/record.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { readSetting } from '../settings/read-setting.ts';

/** A credential that was found to be good: never its text. */
export interface KnownCredential {
  /** SHA-256, 32 bytes. */
  readonly hash: Uint8Array;
  readonly principal: Principal;
  /** Of the service client: taken on the socket and nowhere else. */
  readonly socketOnly: boolean;
}

/** What steers a client's requests. */
export interface KnownClient {
  readonly id: string;
  readonly name: string;
  readonly plan: string;
  readonly status: string;
  readonly isPaused: boolean;
}

interface Cached {
  readonly credential: KnownCredential;
  readonly untilMs: number;
}

/** Clients, secrets and client-secret pairs that are remembered at once. */
const CLIENTS = 1000;
const SECRETS = 1000;
const GRANTS = 10_000;
/** Rows that do not verify, of which a line is written in one unlock. */
const FINDINGS = 100;

/**
 * What was looked up of who may do what. Everything in it is forgotten with every change of covered rows and pauses, and
 * when the vault is locked or opened; credentials after the owner's time as well.
 */
export class AccessMemory {
  readonly #core: VaultCore;
  readonly #credentials = new Map<string, Cached>();
  readonly #clients = new Map<string, KnownClient>();
  readonly #grants = new Map<string, readonly OpenGrant[]>();
  readonly #secrets = new Map<string, OpenRecord>();
  readonly #findings = new Set<string>();
  #limits: { readonly entries: number; readonly lifeMs: number } | null = null;
  #confirmed = new WeakSet<Principal>();
  #keyless: string | null | undefined = undefined;
  #serviceEnds: readonly (string | null)[] | undefined = undefined;

  constructor(core: VaultCore) {
    this.#core = core;
    core.onAccessChange(() => {
      this.clear();
    });
    core.onStateChange(() => {
      this.#findings.clear();
    });
  }

  clear(): void {
    this.#credentials.clear();
    this.#clients.clear();
    this.#grants.clear();
    this.#secrets.clear();
    this.#limits = null;
    this.#confirmed = new WeakSet();
    this.#keyless = undefined;
    this.#serviceEnds = undefined;
  }

  /** The credential with this SHA-256, or null. Compared once more in a time that tells nothing. */
  credential(hash: Uint8Array): KnownCredential | null {
    const name = nameOf(hash);
    const cached = this.#credentials.get(name);
    if (cached === undefined) return null;
    this.#credentials.delete(name);
    if (cached.untilMs <= this.#core.clock.monotonicMs()) return null;
    this.#credentials.set(name, cached);
    return equal(cached.credential.hash, hash) ? cached.credential : null;
  }

  /** Remembers it; the one that was not used for longest goes. */
  keepCredential(credential: KnownCredential): void {
    this.#limits ??= {
      entries: readSetting(this.#core, 'auth.cache_entries'),
      lifeMs: readSetting(this.#core, 'auth.cache_seconds') * 1000,
    };
    const { entries, lifeMs } = this.#limits;
    if (entries === 0 || lifeMs === 0) return;
    makeRoom(this.#credentials, entries);
    const untilMs = this.#core.clock.monotonicMs() + lifeMs;
    this.#credentials.set(nameOf(credential.hash), { credential, untilMs });
  }

  /** Whether this was not found since the unlock. Of many no more is said: a flood of planted rows says enough. */
  isNewFinding(what: string): boolean {
    if (this.#findings.has(what) || this.#findings.size >= FINDINGS) return false;
    this.#findings.add(what);
    return true;
  }

  /** Whether this very principal was looked up since the last change. */
  isConfirmed(principal: Principal): boolean {
    return this.#confirmed.has(principal);
  }

  confirm(principal: Principal): void {
    this.#confirmed.add(principal);
  }

  client(id: string, look: () => KnownClient): KnownClient {
    return remembered(this.#clients, CLIENTS, id, look);
  }

  /** The grants of a client over one object. */
  grants(
    clientId: string,
    objectId: string,
    look: () => readonly OpenGrant[],
  ): readonly OpenGrant[] {
    return remembered(this.#grants, GRANTS, `${clientId} ${objectId}`, look);
  }

  /** The secret that is meant, if it was found since the last change. */
  secret(ref: SecretRef): OpenRecord | null {
    return this.#secrets.get(spelled(ref)) ?? null;
  }

  keepSecret(ref: SecretRef, record: OpenRecord): OpenRecord {
    makeRoom(this.#secrets, SECRETS);
    this.#secrets.set(spelled(ref), record);
    return record;
  }

  /** Id of the client as which a call without a key acts, null if such calls are refused. */
  keyless(look: () => string | null): string | null {
    if (this.#keyless === undefined) this.#keyless = look();
    return this.#keyless;
  }

  /** When the service tokens end that are not revoked. */
  serviceEnds(look: () => readonly (string | null)[]): readonly (string | null)[] {
    this.#serviceEnds ??= look();
    return this.#serviceEnds;
  }
}

/** A reference as it was spelled: an id cannot be taken for a name. */
function spelled({ id, name }: SecretRef): string {
  return id === undefined ? `name ${name}` : `id ${id}`;
}

function nameOf(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('latin1');
}

function remembered<V>(map: Map<string, V>, limit: number, key: string, look: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const found = look();
  makeRoom(map, limit);
  map.set(key, found);
  return found;
}

function makeRoom(map: Map<string, unknown>, limit: number): void {
  while (map.size >= limit) {
    const [oldest] = map.keys();
    if (oldest === undefined) return;
    map.delete(oldest);
  }
}
