import { CircleDashed, Link2, RefreshCw, ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Bar } from '../../components/panes.tsx';
import { Tag } from '../../components/tag.tsx';
import { timeText } from '../../components/time-text.ts';
import { useChainState, verifyNow, type ChainState } from './verification.ts';

/** The head of the screen: what is known of the chain, and how to know more. */
export function ChainBar({ onRefresh }: { readonly onRefresh: () => void }): ReactNode {
  const { t } = useMessages();
  const chain = useChainState();
  const verify = () => void verifyNow().then(onRefresh);
  return (
    <Bar
      title={t('audit.title')}
      end={
        <>
          <IconButton
            label={t('audit.refresh')}
            icon={RefreshCw}
            iconSize={14}
            className="is-wide"
            onClick={onRefresh}
          />
          <Button fold="narrow" icon={ShieldCheck} busy={chain.checking} onClick={verify}>
            {t('audit.chain.verify')}
          </Button>
        </>
      }
    >
      <span role="status">
        <ChainTag chain={chain} />
      </span>
      <ChainChecked chain={chain} />
    </Bar>
  );
}

function ChainTag({ chain: { checking, last } }: { readonly chain: ChainState }): ReactNode {
  const { t } = useMessages();
  if (checking) return <Tag icon={CircleDashed}>{t('audit.chain.checking')}</Tag>;
  if (last === null) return <Tag icon={CircleDashed}>{t('audit.chain.unchecked')}</Tag>;
  if (!last.found.ok) {
    return (
      <Tag tone="wax" icon={ShieldAlert}>
        {t('audit.chain.damaged')}
      </Tag>
    );
  }
  return (
    <Tag tone="on" icon={Link2}>
      {t('audit.chain.intact')}
    </Tag>
  );
}

function ChainChecked({ chain: { checking, last } }: { readonly chain: ChainState }): ReactNode {
  const { t, locale } = useMessages();
  if (checking || last === null) return null;
  const time = timeText(last.at, { style: 'time', locale, timeZone: 'UTC' });
  return (
    <span className="quiet clip is-wide">
      {t('audit.chain.checked', { count: last.found.linesVerified, time })}
    </span>
  );
}
