/** Parts of a profile, in their order. */
export const PROFILE_SECTIONS = ['identity', 'about', 'preferences'] as const;
/** One of them. */
export type ProfileSection = (typeof PROFILE_SECTIONS)[number];

/** Limits on what a profile says. */
export const PROFILE_LIMITS = {
  displayNameChars: 128,
  aboutChars: 16_384,
  preferencesChars: 65_536,
  versionsKept: 10,
} as const;

/** Who somebody is. */
export interface ProfileIdentity {
  /** A client's id, or the profile's own for the owner. */
  readonly id: string;
  /** The client's id in another system, if it has one. */
  readonly externalId: string | null;
  /** Used in exports; the client's name until another is chosen. */
  readonly displayName: string;
  /** UTC. */
  readonly registeredAt: string;
}

/** What is known of the owner or of a client. Instants are UTC. */
export interface ProfileView {
  /** `prf_<uuid>` */
  readonly id: string;
  /** Null: the owner's. */
  readonly clientId: string | null;
  readonly version: number;
  readonly identity: ProfileIdentity;
  /** Markdown. */
  readonly about: string;
  /** Markdown: what was learned or chosen. */
  readonly preferences: string;
  readonly updatedAt: string;
}

/** A section in its new form: of the identity only the display name can be chosen, null takes the choice back. */
export type ProfileChange =
  | { readonly section: 'identity'; readonly displayName: string | null }
  | { readonly section: 'about' | 'preferences'; readonly text: string };

/** An older state of a profile. */
export interface ProfileVersion {
  readonly version: number;
  readonly createdAt: string;
  readonly current: boolean;
}

/** What a client may be let do with its own profile. */
export type ProfileMode = 'read' | 'write';
