import { CLIENT_LIMITS, METADATA_NAME } from '../../shared/client.ts';

/** Metadata as it can be stored; `leftOut` says why not all of it could, or is null. */
export interface OldMetadata {
  readonly entries: Readonly<Record<string, string>>;
  readonly leftOut: string | null;
}

const NOT_AN_OBJECT = 'Its metadata is not a JSON object; it is imported without.';
const BEYOND = `Entries of its metadata were left out: at most ${String(CLIENT_LIMITS.metadataEntries)}, names of 1 to 64 of A-Z a-z 0-9 _ . -, texts of at most ${String(CLIENT_LIMITS.metadataValueChars)} characters.`;

/**
 * Metadata of an older store: a JSON object, as text or read already. A text stays as it is, any other value becomes its
 * JSON text. Entries beyond the limits of a client's metadata are left out; the first ones count.
 */
export function readOldMetadata(cell: unknown): OldMetadata {
  if (cell === null || cell === undefined || cell === '') return { entries: {}, leftOut: null };
  const object = typeof cell === 'string' ? parsed(cell) : cell;
  if (object === null) return { entries: {}, leftOut: null };
  if (typeof object !== 'object' || Array.isArray(object)) {
    return { entries: {}, leftOut: NOT_AN_OBJECT };
  }
  const entries = new Map<string, string>();
  let leftOut: string | null = null;
  for (const [name, value] of Object.entries(object)) {
    const text = typeof value === 'string' ? value : jsonText(value);
    const fits = METADATA_NAME.test(name) && text !== null && isTidy(text);
    if (fits && entries.size < CLIENT_LIMITS.metadataEntries) entries.set(name, text);
    else leftOut = BEYOND;
  }
  return { entries: Object.fromEntries(entries), leftOut };
}

function isTidy(text: string): boolean {
  const { metadataValueChars } = CLIENT_LIMITS;
  return text.length <= metadataValueChars && text.isWellFormed() && !text.includes('\0');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Null for what nests so deep that there is no room to write it. */
function jsonText(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}
