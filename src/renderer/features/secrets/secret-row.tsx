import { ShieldAlert } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { SecretSummary } from '../../../shared/secret.ts';
import { useMessages } from '../../app/info.ts';
import { ListRow } from '../../components/list-row.tsx';
import { Matched } from '../../components/matched.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { Tile } from '../../components/tile.tsx';
import { Time } from '../../components/time.tsx';
import { viewExpiry } from './expiry.ts';
import { hitRanges } from './fold-text.ts';
import { foundMeta, metaOf } from './row-meta.ts';

export interface SecretRowProps {
  readonly secret: SecretSummary;
  /** Words of the search, folded. */
  readonly words: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

export const SecretRow = memo(function SecretRow({
  secret,
  words,
  today,
}: SecretRowProps): ReactNode {
  const { t } = useMessages();
  const { name, metadata } = secret;
  const meta = words.length === 0 ? metaOf(secret, t) : foundMeta(secret, t, words);
  return (
    <ListRow
      start={<Tile name={name} />}
      name={<Matched text={name} ranges={hitRanges(name, words)} />}
      meta={meta === '' ? undefined : <Matched text={meta} ranges={hitRanges(meta, words)} />}
      end={
        <>
          <Stamp environment={metadata.environment} />
          <RowExpiry secret={secret} today={today} />
        </>
      }
    />
  );
});

function RowExpiry({ secret, today }: Omit<SecretRowProps, 'words'>): ReactNode {
  const { t } = useMessages();
  const expiry = viewExpiry(secret, today);
  if (expiry === null) return null;
  const { over, inDays, tone } = expiry;
  if (over) {
    return (
      <span className={tone}>
        {inDays === 0 ? t('secrets.row.over_today') : t('secrets.row.over', { days: -inDays })}
      </span>
    );
  }
  return (
    <span className={tone}>
      <span className="sr-only">{t('secrets.row.expires')} </span>
      {inDays === 0 ? t('secrets.row.today') : t('secrets.row.days', { days: inDays })}
    </span>
  );
}

export function DamagedRow({ createdAt }: { readonly createdAt: string }): ReactNode {
  const { t } = useMessages();
  return (
    <ListRow
      start={<Tile icon={ShieldAlert} />}
      name={t('secrets.damaged.name')}
      meta={
        <>
          {t('secrets.damaged.created')} <Time iso={createdAt} style="date" />
        </>
      }
    />
  );
}
