import type { SecretSummary } from '../../../shared/secret.ts';
import { providerName } from '../../../shared/templates.ts';
import type { Translate } from '../../app/info.ts';
import { stampOf } from '../../components/stamp-word.ts';

/** What a secret is, and what using it does, in a sentence or two. */
export function subtitleOf({ kind, metadata }: SecretSummary, t: Translate): string {
  const provider = metadata.provider === undefined ? '' : providerName(metadata.provider);
  switch (kind) {
    case 'broker':
      return [
        provider === '' ? t('secrets.sub.broker') : t('secrets.sub.broker_of', { provider }),
        consequence(metadata.environment, t),
      ]
        .filter(Boolean)
        .join(' ');
    case 'llm':
      return provider === '' ? t('secrets.sub.llm') : t('secrets.sub.llm_of', { provider });
    case 'generic':
      return provider === '' ? t('secrets.sub.generic') : t('secrets.sub.generic_of', { provider });
  }
}

function consequence(environment: string | undefined, t: Translate): string {
  switch (stampOf(environment)?.kind) {
    case 'live':
      return t('secrets.sub.live');
    case 'paper':
      return t('secrets.sub.paper');
    case 'other':
    case undefined:
      return '';
  }
}
