import { FIELD_NAME } from './secret.ts';

/** The scheme of a reference to a secret: `strongroom://NAME/FIELD`. */
export const REFERENCE_SCHEME = 'strongroom://';

/** A parsed reference; `field` is null when the reference leaves it out. */
export interface SecretReference {
  readonly name: string;
  readonly field: string | null;
}

/** Whether a text is meant as a reference. */
export function looksLikeReference(text: string): boolean {
  return text.startsWith(REFERENCE_SCHEME);
}

/**
 * Parses `strongroom://NAME[/FIELD]`. NAME and FIELD are percent-encoded where they hold `/`, `%` or white space
 * (RFC 3986 §2.1). Returns null for anything else.
 */
export function parseReference(text: string): SecretReference | null {
  if (!looksLikeReference(text)) return null;
  const [rawName = '', rawField, ...rest] = text.slice(REFERENCE_SCHEME.length).split('/');
  if (rawName === '' || rest.length > 0) return null;
  try {
    const name = decodeURIComponent(rawName);
    if (rawField === undefined) return { name, field: null };
    const field = decodeURIComponent(rawField);
    return FIELD_NAME.test(field) ? { name, field } : null;
  } catch {
    return null;
  }
}

/** The reference that `parseReference` reads back as the same name and field. */
export function formatReference(name: string, field?: string): string {
  const path = field === undefined ? '' : `/${encodeURIComponent(field)}`;
  return `${REFERENCE_SCHEME}${encodeURIComponent(name)}${path}`;
}
