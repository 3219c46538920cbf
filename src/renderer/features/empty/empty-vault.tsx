import { FileInput, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { PAGE_COMMANDS } from '../../app/commands.ts';
import { useMessages } from '../../app/info.ts';
import { openOverlay } from '../../app/route.ts';
import { Empty, Starts } from '../../components/empty.tsx';
import { Bar, SheetPane } from '../../components/panes.tsx';
import { Keys } from '../../components/keys.tsx';
import { Findings } from '../doors/findings.tsx';
import { openImport } from '../import/pending-import.ts';

/** A vault in which nothing lies yet: the ways to put the first key in. */
export function EmptyVault(): ReactNode {
  const { t } = useMessages();
  const { new_secret: add } = PAGE_COMMANDS;
  return (
    <SheetPane main label={t('empty.title')}>
      <Bar />
      <Findings />
      <Empty
        guilloche
        title={t('empty.title')}
        text={t('empty.text')}
        footer={
          <>
            {t('empty.older')}{' '}
            <button type="button" className="link" onClick={() => openOverlay({ kind: 'import' })}>
              {t('empty.older.import')}
            </button>
          </>
        }
      >
        <Starts
          starts={[
            {
              id: 'import',
              icon: FileInput,
              name: t('empty.import'),
              text: t('empty.import.what'),
              end: t('empty.import.drop'),
              onSelect: () => openImport({ kind: 'choose_dotenv' }),
            },
            {
              id: 'add',
              icon: KeyRound,
              name: t('empty.add'),
              text: t('empty.add.what'),
              end: <Keys keys={add.keys} />,
              onSelect: add.run,
            },
          ]}
        />
      </Empty>
    </SheetPane>
  );
}
