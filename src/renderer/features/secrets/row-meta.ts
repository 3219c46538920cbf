import type { Translate } from '../../app/info.ts';
import type { SecretSummary } from '../../../shared/secret.ts';
import { providerName } from '../../../shared/templates.ts';
import { fold } from './fold-text.ts';

/** How much of the line a row has room for. */
const IN_SIGHT = 40;

/** How much of a long text is shown round a word that was found in it. */
const BEFORE = 6;
const AFTER = 60;

/** The second line of a row: whose it is, and which. */
export function metaOf({ kind, metadata }: SecretSummary, t: Translate): string {
  const { provider, account, description } = metadata;
  const which =
    account === undefined
      ? firstLine(description)
      : kind === 'broker'
        ? t('secrets.row.account', { account })
        : account;
  return [provider === undefined ? '' : providerName(provider), which].filter(Boolean).join(', ');
}

function firstLine(text = ''): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}

/** The same while something is searched: where a word was found that the row would not show. */
export function foundMeta(secret: SecretSummary, t: Translate, words: readonly string[]): string {
  const meta = metaOf(secret, t);
  const {
    tags = [],
    url = '',
    environment = '',
    description = '',
    provider = '',
  } = secret.metadata;
  const shown = fold(`${secret.name}\n${meta.slice(0, IN_SIGHT)}\n${environment}`);
  const excerpts = words
    .filter((word) => !shown.includes(word))
    .flatMap((word) => {
      const text = [...tags, url, provider, description].find((one) => fold(one).includes(word));
      return text === undefined ? [] : [excerpt(text, word)];
    });
  return excerpts.length === 0 ? meta : [...new Set(excerpts)].join(', ');
}

/** The part of a text round a word of it, on one line. */
function excerpt(text: string, word: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const at = Math.max(fold(line).indexOf(word), 0);
  const from = at <= BEFORE ? 0 : line.lastIndexOf(' ', at - BEFORE) + 1;
  return `${from === 0 ? '' : '… '}${line.slice(from, at + AFTER)}`;
}
