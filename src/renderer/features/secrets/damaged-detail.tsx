import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import { Ledger, LedgerLine } from '../../components/ledger.tsx';
import { Notice } from '../../components/notice.tsx';
import { BackButton, Bar, PaneScroll, SheetPane } from '../../components/panes.tsx';
import { RecordHead, RecordSheet } from '../../components/record.tsx';
import { Tile } from '../../components/tile.tsx';
import { Time } from '../../components/time.tsx';
import { RECORD_ID } from './record-id.ts';
import css from './secrets.module.css';
import { ask } from './secret-verbs.ts';

export interface DamagedDetailProps {
  readonly id: string;
  readonly createdAt: string;
  readonly onBack: () => void;
}

/** A record of which not even the name opens. */
export function DamagedDetail({ id, createdAt, onBack }: DamagedDetailProps): ReactNode {
  const { t } = useMessages();
  return (
    <SheetPane id={RECORD_ID} labelledBy="record-title">
      <Bar>
        <BackButton onClick={onBack}>{t('secrets.back')}</BackButton>
      </Bar>
      <PaneScroll label={t('secrets.detail')}>
        <RecordSheet>
          <RecordHead
            id="record-title"
            start={<Tile icon={ShieldAlert} size="large" />}
            title={t('secrets.damaged.name')}
            sub={t('secrets.damaged.sub')}
          />
          <Notice tone="wax" icon={ShieldAlert} title={t('secrets.damaged.unreadable')}>
            {t('secrets.damaged.backup')}
          </Notice>
          <Ledger>
            <LedgerLine label={t('secrets.damaged.created')}>
              <Time iso={createdAt} style="full" />
            </LedgerLine>
            <LedgerLine label={t('secrets.damaged.id')} mono>
              {id}
            </LedgerLine>
          </Ledger>
          <div className={css['acts']}>
            <Button
              tone="harm"
              onClick={() => {
                ask({ verb: 'remove', id });
              }}
            >
              {t('secrets.damaged.remove')}
            </Button>
          </div>
        </RecordSheet>
      </PaneScroll>
    </SheetPane>
  );
}
