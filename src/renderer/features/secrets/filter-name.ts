import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { SecretKind } from '../../../shared/secret.ts';
import { useMessages } from '../../app/info.ts';
import type { Filter } from '../../app/route.ts';

/** The kinds as lists are headed by them. */
export const KIND_NAMES = {
  broker: 'secrets.kind.broker',
  llm: 'secrets.kind.llm',
  generic: 'secrets.kind.generic',
} as const satisfies Record<SecretKind, MessageKey>;

/** What a list is called that shows these. */
export function useFilterName(filter: Filter): string {
  const { t } = useMessages();
  switch (filter.by) {
    case 'all':
      return t('secrets.all');
    case 'kind':
      return t(KIND_NAMES[filter.kind]);
    case 'tag':
      return filter.tag;
  }
}
