import { describe, expect, it } from 'vitest';
import {
  foundSecrets,
  paletteGroups,
  type PaletteSources,
  type Verb,
} from '../../../../src/renderer/features/palette/palette-groups.ts';
import { prepareOptions } from '../../../../src/renderer/features/palette/rank-options.ts';
import { indexSecrets } from '../../../../src/renderer/features/secrets/search-secrets.ts';
import type { SecretMetadata, SecretSummary } from '../../../../src/shared/secret.ts';

const secret = (name: string, metadata: SecretMetadata = {}): SecretSummary => ({
  id: name,
  name,
  kind: 'generic',
  version: 1,
  metadata,
  expiry: 'none',
  createdAt: '2026-11-03T09:45:12.345Z',
  updatedAt: '2026-11-03T09:45:12.345Z',
});
const verbs = (...all: readonly (readonly [id: Verb['id'], label: string])[]) =>
  prepareOptions(
    all.map(([id, label]) => ({
      text: label,
      item: { id, label, keys: [], run: () => undefined },
    })),
  );

const SECRETS = [
  secret('blockfolio'),
  secret('ig-demo'),
  secret('ig-live'),
  secret('telegram', { tags: ['ig'] }),
];
const sources = (query: string, given: Partial<PaletteSources> = {}): PaletteSources => ({
  found: foundSecrets(query, {
    secrets: prepareOptions(SECRETS.map((item) => ({ item, text: item.name }))),
    index: indexSecrets(SECRETS),
    recent: given.recent ?? [],
  }),
  subjectId: null,
  actions: [],
  everywhere: verbs(['audit', 'Audit log'], ['settings', 'Settings'], ['lock', 'Lock']),
  recent: [],
  ...given,
});
const OF_IG_LIVE = {
  subjectId: 'ig-live',
  actions: verbs(['copy', 'Copy'], ['reveal', 'Reveal']),
};

const drawn = (query: string, given?: Partial<PaletteSources>) =>
  paletteGroups(query, sources(query, given)).map(({ id, options }) => [
    id,
    ...options.map((option) => option.id),
  ]);

describe('the palette without a query', () => {
  it('offers every verb', () => {
    expect(drawn(' ')).toEqual([['everywhere', 'audit', 'settings', 'lock']]);
  });

  it('offers what was used last first, and what the shown secret allows', () => {
    const recent = ['secret:ig-demo', 'lock', 'secret:gone'];
    expect(drawn('', { recent, ...OF_IG_LIVE })).toEqual([
      ['recent', 'secret:ig-demo', 'lock'],
      ['actions', 'copy', 'reveal'],
      ['everywhere', 'audit', 'settings'],
    ]);
  });
});

describe('the palette with a query', () => {
  it('finds secrets by name, then by what else is known of them', () => {
    expect(drawn('ig')).toEqual([
      ['secrets', 'secret:ig-demo', 'secret:ig-live', 'secret:telegram'],
    ]);
  });

  it('puts what was used last first among equals', () => {
    const [group] = drawn('ig', { recent: ['secret:ig-live'] });
    expect(group?.slice(0, 3)).toEqual(['secrets', 'secret:ig-live', 'secret:ig-demo']);
  });

  it('offers every verb of a secret that was found', () => {
    expect(drawn('ig', OF_IG_LIVE)[1]).toEqual(['actions', 'copy', 'reveal']);
  });

  it('offers of a secret that was not found only the verbs that were asked for', () => {
    expect(drawn('rev', OF_IG_LIVE)).toEqual([['actions', 'reveal']]);
    expect(drawn('block', OF_IG_LIVE)).toEqual([['secrets', 'secret:blockfolio']]);
  });

  it('lets a verb that fits better stand before a secret, for the first one runs with Enter', () => {
    expect(drawn('lock')).toEqual([
      ['everywhere', 'lock'],
      ['secrets', 'secret:blockfolio'],
    ]);
    expect(drawn('lo').map(([id]) => id)).toEqual(['everywhere', 'secrets']);
    expect(drawn('blo').map(([id]) => id)).toEqual(['secrets']);
  });

  it('offers nothing for what is nowhere', () => {
    expect(drawn('kraken', OF_IG_LIVE)).toEqual([]);
  });
});
