import type { SecretSummary } from '../../../shared/secret.ts';
import { providerName } from '../../../shared/templates.ts';
import { fold, wordsOf } from './fold-text.ts';

interface Entry {
  readonly secret: SecretSummary;
  readonly name: string;
  /** Everything that may be searched, one text a line. */
  readonly all: string;
}

/** Secrets with their folded texts: made once for a list, so that a key press only looks. */
export type SearchIndex = readonly Entry[];

export function indexSecrets(secrets: readonly SecretSummary[]): SearchIndex {
  return secrets.map((secret) => {
    const { provider = '', account, environment, tags = [], url, description } = secret.metadata;
    const texts = [secret.name, provider, providerName(provider), account, environment, ...tags];
    return {
      secret,
      name: fold(secret.name),
      all: fold([...texts, url, description].filter(Boolean).join('\n')),
    };
  });
}

/**
 * The secrets in which every word of the query is found: those whose name begins with a word first, then those with
 * all words in the name, then the others, each in the order of the list.
 */
export function searchSecrets(index: SearchIndex, query: string): readonly SecretSummary[] {
  const words = wordsOf(query);
  if (words.length === 0) return index.map(({ secret }) => secret);
  const [prefix, named, other]: [SecretSummary[], SecretSummary[], SecretSummary[]] = [[], [], []];
  for (const { secret, name, all } of index) {
    if (!words.every((word) => all.includes(word))) continue;
    if (!words.every((word) => name.includes(word))) other.push(secret);
    else if (words.some((word) => name.startsWith(word))) prefix.push(secret);
    else named.push(secret);
  }
  return [...prefix, ...named, ...other];
}
