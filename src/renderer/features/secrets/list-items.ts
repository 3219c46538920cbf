import type { SecretListReply } from '../../../shared/ipc/replies.ts';
import type { SecretKind, SecretSummary } from '../../../shared/secret.ts';
import { SECRET_KINDS } from '../../../shared/secret.ts';
import type { Filter } from '../../app/route.ts';

/** What a row of the list stands for. A damaged record has neither name nor kind. */
export type ListItem =
  | { readonly is: 'secret'; readonly id: string; readonly secret: SecretSummary }
  | { readonly is: 'damaged'; readonly id: string; readonly createdAt: string };

/** Heads of the list; `found` stands over the results of a search. */
export type ListGroup = SecretKind | 'damaged' | 'found';

export function filterSecrets(
  secrets: readonly SecretSummary[],
  filter: Filter,
): readonly SecretSummary[] {
  switch (filter.by) {
    case 'all':
      return secrets;
    case 'kind':
      return secrets.filter(({ kind }) => kind === filter.kind);
    case 'tag':
      return secrets.filter(({ metadata }) => metadata.tags?.includes(filter.tag) === true);
  }
}

/** The rows in their order: brokers, LLM providers, the rest; what is damaged last, and only in the whole list. */
export function groupedItems(
  secrets: readonly SecretSummary[],
  damaged: SecretListReply['damaged'],
): readonly ListItem[] {
  return [
    ...SECRET_KINDS.flatMap((kind) => secrets.filter((secret) => secret.kind === kind)).map(item),
    ...damaged.map(({ id, createdAt }) => ({ is: 'damaged' as const, id, createdAt })),
  ];
}

/** The results of a search, best first. */
export function foundItems(secrets: readonly SecretSummary[]): readonly ListItem[] {
  return secrets.map(item);
}

function item(secret: SecretSummary): ListItem {
  return { is: 'secret', id: secret.id, secret };
}

export function groupOf(listed: ListItem): ListGroup {
  return listed.is === 'secret' ? listed.secret.kind : 'damaged';
}

/** The row to which an arrow key leads from the search field; the first without a selection. */
export function neighbour(
  items: readonly ListItem[],
  selectedId: string | null,
  step: 1 | -1,
): ListItem | undefined {
  const at = items.findIndex(({ id }) => id === selectedId);
  return at < 0 ? items[0] : items[Math.min(Math.max(at + step, 0), items.length - 1)];
}
