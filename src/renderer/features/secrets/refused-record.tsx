import { ShieldAlert, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { CallError } from '../../../shared/ipc/types.ts';
import type { VersionSummary } from '../../../shared/secret.ts';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { useSecret } from '../../app/secrets.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { CorrelationId } from '../doors/correlation-id.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import css from './secrets.module.css';
import { ask } from './secret-verbs.ts';

export interface RefusedRecordProps {
  readonly id: string;
  readonly error: CallError;
  readonly versions: readonly VersionSummary[];
  readonly expectedVersion: number;
  readonly onRetry: () => void;
}

/** In the place of the ledger: why it is not there, and what can be done. */
export function RefusedRecord({ error, onRetry, ...rest }: RefusedRecordProps): ReactNode {
  const { t, language } = useMessages();
  if (error.code === 'record_corrupt') return <DamagedValue error={error} {...rest} />;
  return (
    <Notice
      tone="brass"
      icon={TriangleAlert}
      title={t('secrets.refused')}
      live="status"
      action={<Button onClick={onRetry}>{t('secrets.retry')}</Button>}
    >
      {sentenceOf(error.code, language)} <CorrelationId id={error.correlationId} />
    </Notice>
  );
}

/** The value does not open, the record's name does: an older value may. */
function DamagedValue({ id, error, versions }: Omit<RefusedRecordProps, 'onRetry'>): ReactNode {
  const { t } = useMessages();
  const secret = useSecret(id);
  const [restoring, setRestoring] = useState(false);
  const older = versions.find(({ current }) => !current)?.version;
  return (
    <>
      <Notice tone="wax" icon={ShieldAlert} title={t('secrets.damaged.title')} live="alert">
        {t('secrets.damaged.text')} <CorrelationId id={error.correlationId} />
      </Notice>
      <div className={css['acts']}>
        {older !== undefined && (
          <Button
            onClick={() => {
              setRestoring(true);
            }}
          >
            {t('secrets.damaged.restore', { version: older })}
          </Button>
        )}
        <Button
          tone="harm"
          onClick={() => {
            ask({ verb: 'remove', id });
          }}
        >
          {t('secrets.damaged.remove')}
        </Button>
      </div>
      {restoring && secret !== null && older !== undefined && (
        <RestoreDialog
          secret={secret}
          version={older}
          onClose={() => {
            setRestoring(false);
          }}
        />
      )}
    </>
  );
}
