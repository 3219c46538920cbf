/** What a secret is for. A record's kind never changes. */
export type SecretKind = 'broker' | 'llm' | 'generic';

/** The kinds with the byte that stands for them in the format. */
export const KIND_BYTES = { broker: 1, llm: 2, generic: 3 } as const satisfies Record<
  SecretKind,
  number
>;

/** The kinds in the order in which they are shown. */
export const SECRET_KINDS = Object.keys(KIND_BYTES) as readonly SecretKind[];

/** The kind behind a format byte, or null if no secret has that byte. */
export function kindFromByte(byte: number): SecretKind | null {
  return SECRET_KINDS.find((kind) => KIND_BYTES[kind] === byte) ?? null;
}

/** Limits on input, each refused with a code and nothing written. Sizes in bytes of UTF-8. */
export const SECRET_LIMITS = {
  nameChars: 128,
  fieldBytes: 64 * 1024,
  fields: 64,
  totalBytes: 256 * 1024,
  descriptionChars: 4096,
  tags: 32,
  tagChars: 64,
  metadataTextChars: 256,
  urlChars: 2048,
} as const;

/** The field that a plain `set NAME` writes. */
export const DEFAULT_FIELD = 'value';

/** A field's name. */
export const FIELD_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** What the owner may say about a secret beside its name; sealed, shown in lists, never a value. */
export interface SecretMetadata {
  readonly description?: string;
  readonly tags?: readonly string[];
  /** paper, live, or a word of the owner's. */
  readonly environment?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly url?: string;
  /** UTC instant `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  readonly expires_at?: string;
}

/** A change to metadata: null removes the entry, an absent key leaves it. */
export type MetadataPatch = {
  readonly [K in keyof SecretMetadata]?: SecretMetadata[K] | null;
};

/** How near a secret's expiry is: `soon` from the first reminder day on. */
export type Expiry = 'none' | 'later' | 'soon' | 'expired';

/** One line of a list: everything about a secret but its fields. */
export interface SecretSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: SecretKind;
  readonly version: number;
  readonly metadata: SecretMetadata;
  readonly expiry: Expiry;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A field as it may be shown without its value. */
export interface FieldSummary {
  readonly name: string;
  /** Masked in views; a plain field may be shown at once. */
  readonly concealed: boolean;
  readonly encoding?: 'base64';
}

/** A secret with its field names, still without values. */
export interface SecretDetail extends SecretSummary {
  readonly fields: readonly FieldSummary[];
  readonly hasTotp: boolean;
}

/** One older version of a secret's value. */
export interface VersionSummary {
  readonly version: number;
  /** When this version was written, UTC. */
  readonly createdAt: string;
  readonly current: boolean;
}

/** How something of the earlier version stands in the later one; `same` also if it is in neither. */
export type VersionChange = 'same' | 'changed' | 'added' | 'removed';

/** What differs between two versions of a secret's value, without a value. */
export interface VersionComparison {
  /** Every field of either: those of the later version in their order, then what it no longer has. */
  readonly fields: readonly {
    readonly name: string;
    readonly change: VersionChange;
    readonly concealed: boolean;
  }[];
  readonly totp: VersionChange;
}
