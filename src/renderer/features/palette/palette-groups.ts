import type { SecretSummary } from '../../../shared/secret.ts';
import { searchSecrets, type SearchIndex } from '../secrets/search-secrets.ts';
import type { VerbName } from './palette-icons.ts';
import { rankOptions, type PreparedOption, type Ranked } from './rank-options.ts';
import { recencyOf } from './recent.ts';

/** A verb as the palette lists it. */
export interface Verb {
  readonly id: VerbName;
  readonly label: string;
  readonly keys: readonly string[];
  readonly run: () => void;
}

export type PaletteOption =
  | { readonly kind: 'secret'; readonly id: string; readonly secret: SecretSummary }
  | { readonly kind: 'verb'; readonly id: string; readonly verb: Verb };

export interface PaletteGroup {
  readonly id: 'recent' | 'secrets' | 'actions' | 'everywhere';
  readonly options: readonly PaletteOption[];
}

/** What the secrets of the vault are found by. */
export interface SecretSources {
  readonly secrets: readonly PreparedOption<SecretSummary>[];
  readonly index: SearchIndex;
  readonly recent: readonly string[];
}

/** What the palette chooses from. */
export interface PaletteSources {
  /** The best of the vault, see `foundSecrets`. */
  readonly found: readonly Ranked<SecretSummary>[];
  /** The secret that is looked at. */
  readonly subjectId: string | null;
  /** Its verbs; none without one. */
  readonly actions: readonly PreparedOption<Verb>[];
  readonly everywhere: readonly PreparedOption<Verb>[];
  readonly recent: readonly string[];
}

const MOST_SECRETS = 6;
const MOST_RECENT = 5;

export const secretOptionId = ({ id }: SecretSummary): string => `secret:${id}`;

/** What stands under which head. Without a query: what was used last, then every verb there is. */
export function paletteGroups(query: string, sources: PaletteSources): readonly PaletteGroup[] {
  const groups = query.trim() === '' ? restingGroups(sources) : foundGroups(query, sources);
  return groups.filter(({ options }) => options.length > 0);
}

/**
 * The secrets that a query finds, by name first, then by everything else that a search looks at. Without a query those
 * that were used last.
 */
export function foundSecrets(
  query: string,
  { secrets, index, recent }: SecretSources,
): readonly Ranked<SecretSummary>[] {
  if (query.trim() === '') {
    const used = new Set(recent);
    return secrets.flatMap(({ item }) => (used.has(secretOptionId(item)) ? { item, fit: 0 } : []));
  }
  const byName = rankOptions(secrets, query, {
    recency: (secret) => recencyOf(recent, secretOptionId(secret)),
    most: MOST_SECRETS,
  });
  if (byName.length >= MOST_SECRETS) return byName;
  const named = new Set(byName.map(({ item }) => item.id));
  const others = searchSecrets(index, query)
    .filter(({ id }) => !named.has(id))
    .map((item) => ({ item, fit: Infinity }));
  return [...byName, ...others].slice(0, MOST_SECRETS);
}

function restingGroups({
  found,
  actions,
  everywhere,
  recent,
}: PaletteSources): readonly PaletteGroup[] {
  const known = [
    ...found.map(({ item }) => secretOption(item)),
    ...everywhere.map(({ item }) => verbOption(item)),
  ];
  const used = recent
    .flatMap((id) => known.find((option) => option.id === id) ?? [])
    .slice(0, MOST_RECENT);
  const usedIds = new Set(used.map(({ id }) => id));
  const others = everywhere.filter(({ item }) => !usedIds.has(item.id));
  return [
    { id: 'recent', options: used },
    { id: 'actions', options: actions.map(({ item }) => verbOption(item)) },
    { id: 'everywhere', options: others.map(({ item }) => verbOption(item)) },
  ];
}

function foundGroups(query: string, sources: PaletteSources): readonly PaletteGroup[] {
  const { found, subjectId, actions, everywhere, recent } = sources;
  const verbs = rankOptions(everywhere, query, { recency: ({ id }) => recencyOf(recent, id) });
  // Under a secret that was found stands everything that can be done with it; else only what was asked for.
  const ofSecret = found.some(({ item }) => item.id === subjectId)
    ? actions.map(({ item }) => item)
    : rankOptions(actions, query).map(({ item }) => item);
  const secretGroups: readonly PaletteGroup[] = [
    { id: 'secrets', options: found.map(({ item }) => secretOption(item)) },
    { id: 'actions', options: ofSecret.map(verbOption) },
  ];
  const everywhereGroup: PaletteGroup = {
    id: 'everywhere',
    options: verbs.map(({ item }) => verbOption(item)),
  };
  // What is first runs with Enter: "lock" means the verb, although a secret may be called "block".
  const verbFirst = (verbs[0]?.fit ?? Infinity) < (found[0]?.fit ?? Infinity);
  return verbFirst ? [everywhereGroup, ...secretGroups] : [...secretGroups, everywhereGroup];
}

function secretOption(secret: SecretSummary): PaletteOption {
  return { kind: 'secret', id: secretOptionId(secret), secret };
}

function verbOption(verb: Verb): PaletteOption {
  return { kind: 'verb', id: verb.id, verb };
}
