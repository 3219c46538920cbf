import { SECRET_KINDS, type SecretKind, type SecretSummary } from '../../../shared/secret.ts';

export interface SecretCounts {
  readonly kinds: Readonly<Record<SecretKind, number>>;
  /** The most used first. */
  readonly tags: readonly { readonly tag: string; readonly count: number }[];
}

/** How many secrets there are of each kind and with each tag. */
export function countSecrets(secrets: readonly SecretSummary[]): SecretCounts {
  const tags = new Map<string, number>();
  const kinds = Object.fromEntries(SECRET_KINDS.map((kind) => [kind, 0])) as Record<
    SecretKind,
    number
  >;
  for (const { kind, metadata } of secrets) {
    kinds[kind] += 1;
    for (const tag of new Set(metadata.tags)) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  }
  const sorted = [...tags].map(([tag, count]) => ({ tag, count }));
  const { compare } = new Intl.Collator('en', { numeric: true });
  sorted.sort((a, b) => b.count - a.count || compare(a.tag, b.tag));
  return { kinds, tags: sorted };
}
