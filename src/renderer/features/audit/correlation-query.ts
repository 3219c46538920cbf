/** Digits of a correlation id that are enough to look for it. */
export const MIN_DIGITS = 8;

const DIGITS = 32;
const GROUPS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

/** What was typed into the field: nothing, not (yet) an id, or the beginning of one as it stands in the log. */
export type CorrelationQuery =
  | { readonly kind: 'none' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'prefix'; readonly prefix: string };

/** Reads 8 to 32 hex digits in any case, with the hyphens of a UUID, without, or with white space round them. */
export function readCorrelation(typed: string): CorrelationQuery {
  const digits = typed.replaceAll(/[\s-]/g, '').toLowerCase();
  if (digits === '') return { kind: 'none' };
  if (!/^[0-9a-f]+$/.test(digits) || digits.length < MIN_DIGITS || digits.length > DIGITS) {
    return { kind: 'incomplete' };
  }
  const grouped = digits.padEnd(DIGITS, 'x').replace(GROUPS, '$1-$2-$3-$4-$5');
  return { kind: 'prefix', prefix: grouped.replace(/-?x.*$/, '') };
}

/** How an id is shown where the whole of it has no room. */
export function shortId(correlationId: string): string {
  return correlationId.slice(0, MIN_DIGITS);
}
