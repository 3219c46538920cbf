/** A client may come in, is shut out until the owner lets it in again, or is gone but for its history. */
export type ClientStatus = 'active' | 'suspended' | 'deleted';

/** Every status. */
export const CLIENT_STATUSES: readonly ClientStatus[] = ['active', 'suspended', 'deleted'];

/** Limits on what the owner says about a client, each refused with a code and nothing written. */
export const CLIENT_LIMITS = {
  externalIdChars: 256,
  emailChars: 254,
  descriptionChars: 4096,
  metadataEntries: 32,
  metadataValueChars: 1024,
} as const;

/** The name of an entry of a client's metadata. */
export const METADATA_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** What the owner says about a client beside its name: sealed, never shown to another client. */
export interface ClientProfile {
  /** Its id in another system, unique. */
  readonly externalId: string | null;
  /** Unique; upper and lower case count as the same. */
  readonly email: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A client as it is shown. Instants are UTC. */
export interface ClientSummary extends ClientProfile {
  /** `cli_<uuid>` */
  readonly id: string;
  readonly name: string;
  /** A plan's name. */
  readonly plan: string;
  readonly status: ClientStatus;
  /** Since when this client alone is paused, null if it is not. */
  readonly pausedAt: string | null;
  readonly lastSeenAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** All clients; a damaged row is named by id and hides none of the others. */
export interface ClientList {
  readonly clients: readonly ClientSummary[];
  readonly damaged: readonly { readonly id: string; readonly createdAt: string }[];
}

/** A change to a client: null removes, what is absent stays; of the metadata each entry likewise. */
export interface ClientPatch {
  readonly newName?: string;
  readonly externalId?: string | null;
  readonly email?: string | null;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string | null>>;
  readonly plan?: string;
}

/** Seconds for which a replaced key may go on working; 0: it ends at once. */
export const OVERLAPS_SECONDS = [0, 3600, 86_400, 604_800, 2_592_000] as const;
/** One of them. */
export type OverlapSeconds = (typeof OVERLAPS_SECONDS)[number];

/** Limits and defaults of keys. */
export const KEY_LIMITS = {
  lifetimeSeconds: 90 * 86_400,
  shortestLifetimeSeconds: 60,
  longestLifetimeSeconds: 3650 * 86_400,
  overlapSeconds: 86_400,
} as const;

/** Whether a key is taken at this moment. */
export type KeyState = 'active' | 'expired' | 'revoked';

/** An API key as it is shown: never the key itself. Instants are UTC. */
export interface KeySummary {
  /** `key_<uuid>` */
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  /** `sr_<env>_` and four characters. */
  readonly prefix: string;
  readonly state: KeyState;
  readonly createdAt: string;
  /** Seconds it was made for, null: until it is revoked. */
  readonly lifetimeSeconds: number | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** Id of the key that took its place. */
  readonly replacedBy: string | null;
  readonly lastUsedAt: string | null;
}

/** What a client may do with a secret: have its value, have it put into a request, have a request signed. */
export const GRANT_MODES = ['read', 'inject', 'sign'] as const;
/** One of them. */
export type GrantMode = (typeof GRANT_MODES)[number];

/** Which side of the fence an object stands on; null: its environment is neither word. */
export type Fence = 'paper' | 'live' | null;

/** Where an injected or signed request may go; an absent list allows what the provider allows. */
export interface GrantRules {
  /** Host names in lower case, or `*.example.com` for everything below one. */
  readonly hosts?: readonly string[];
  /** Paths that must match as a whole; `*` at the end stands for anything. */
  readonly paths?: readonly string[];
  readonly methods?: readonly string[];
}

/** How often a grant may be used; absent: as often as the client's plan allows. */
export interface GrantLimits {
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
}

/** Limits on what a grant may say. */
export const GRANT_LIMITS = { entries: 64, hostChars: 253, pathChars: 1024, uses: 1e9 } as const;

/**
 * Whether a grant holds at this moment: `fenced` if its secret stands on another side of the fence than when it was
 * granted, `gone` if the secret is no more.
 */
export type GrantStanding = 'holds' | 'expired' | 'fenced' | 'gone';

/** A grant as it is shown. Instants are UTC. */
export interface GrantSummary {
  /** `grt_<uuid>` */
  readonly id: string;
  readonly clientId: string;
  /** A profile is the client's own. */
  readonly objectKind: 'secret' | 'profile';
  readonly objectId: string;
  /** The secret's name, null if it is no more. */
  readonly objectName: string | null;
  readonly mode: GrantMode | 'write';
  readonly fence: Fence;
  readonly rules: GrantRules;
  readonly limits: GrantLimits;
  readonly standing: GrantStanding;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

/** Who is held: every client (`*`) or one of them by id. */
export interface Pause {
  readonly target: string;
  readonly pausedAt: string;
}

/** The target of a pause of all clients. */
export const EVERYONE = '*';

/** Which client: by name in any case, or by id. */
export type ClientRef =
  { readonly name: string; readonly id?: never } | { readonly id: string; readonly name?: never };

/** A new client: its name, and what else is known of it. */
export type AddClientInput = Omit<ClientPatch, 'newName'> & { readonly name: string };

/** How much hung on a client that is gone. */
export interface RemovedClient {
  readonly id: string;
  readonly keys: number;
  readonly grants: number;
}

/** A key for a client. */
export interface CreateKeyInput {
  readonly client: ClientRef;
  readonly name: string;
  /** A word of 2 to 8 letters that the key shows; default `live`. */
  readonly environment?: string;
  /** From a minute to ten years, default 90 days; null: until it is revoked. */
  readonly lifetimeSeconds?: number | null;
}

/** A key that is to be replaced, and for how long it works on beside the new one; default 24 hours. */
export interface RotateKeyInput {
  readonly id: string;
  readonly overlapSeconds?: OverlapSeconds;
}

/** A new key. Its text is in ASCII and nowhere else; whoever asked wipes it. */
export interface NewKey {
  readonly key: Uint8Array;
  readonly summary: KeySummary;
}
