import { ShieldAlert, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useInfo, useMessages } from '../../app/info.ts';
import { setStatus } from '../../app/status.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Door, DoorHead, Seal } from '../../components/door.tsx';
import { Hint } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { CallError } from '../../../shared/ipc/types.ts';
import { vaultClient } from '../../vault-client.ts';
import { nowText } from '../../clock.ts';
import { CorrelationId } from './correlation-id.tsx';
import css from './doors.module.css';
import { problemWords, type ProblemWords } from './problems.ts';
import { RefusalLine } from './refusal-line.tsx';
import { useWhen } from './use-when.ts';

export interface ProblemDoorProps {
  readonly problem: Pick<CallError, 'code' | 'correlationId'>;
  /** Back to the password, which found the problem. Without it the file itself could not be opened. */
  readonly onBack?: () => void;
}

/** No password is asked for here: what happened, what to do. Without line work, it is no time for decoration. */
export function ProblemDoor({ problem, onBack }: ProblemDoorProps): ReactNode {
  const { t } = useMessages();
  const { version, preview } = useInfo();
  const words = problemWords(problem.code);
  return (
    <Door
      wide
      footStart={<CorrelationId id={problem.correlationId} />}
      footEnd={preview ? t('doors.preview') : t('doors.this_device')}
    >
      <DoorHead
        icon={<ProblemSign tone={words.tone} />}
        title={t(words.title)}
        why={t(words.why, { version })}
      />
      <Card pad aria-label={t('doors.problem.todo')}>
        <Todo words={words} />
        {onBack === undefined ? <Retry /> : <Acts label={t('doors.problem.back')} onAct={onBack} />}
      </Card>
    </Door>
  );
}

function ProblemSign({ tone }: Pick<ProblemWords, 'tone'>): ReactNode {
  if (tone === 'brass') {
    return (
      <span className={css['caution']}>
        <Icon icon={TriangleAlert} />
      </span>
    );
  }
  return (
    <Seal>
      <Icon icon={ShieldAlert} />
    </Seal>
  );
}

function Todo({ words }: { readonly words: ProblemWords }): ReactNode {
  const { t } = useMessages();
  const { home } = useInfo();
  return (
    <>
      <h2>{t('doors.problem.todo')}</h2>
      <ol className={css['todo']}>
        {words.todo.map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      {words.folder && (
        <p className={css['folder']}>
          <span>{t('doors.problem.folder')}</span>
          <bdi className="mono">{home}</bdi>
        </p>
      )}
    </>
  );
}

/** Opens the file again; the door that fits the answer takes this one's place. */
function Retry(): ReactNode {
  const { t } = useMessages();
  const when = useWhen();
  const [busy, setBusy] = useState(false);
  const [triedAt, setTriedAt] = useState<string | null>(null);
  const [error, setError] = useState<CallError | null>(null);
  const retry = async () => {
    setBusy(true);
    setError(null);
    const reply = await vaultClient.vault.retry({});
    setBusy(false);
    setTriedAt(nowText());
    if (reply.ok) setStatus(reply.value);
    else setError(reply.error);
  };
  return (
    <div className={css['submit']}>
      <Acts label={t('doors.problem.retry')} busy={busy} onAct={() => void retry()} />
      <div role="status">
        {triedAt !== null && !busy && error === null && (
          <Hint>{t('doors.problem.still', { when: when(triedAt) })}</Hint>
        )}
      </div>
      <RefusalLine error={error} />
    </div>
  );
}

interface ActsProps {
  readonly label: string;
  readonly busy?: boolean;
  readonly onAct: () => void;
}

function Acts({ label, busy = false, onAct }: ActsProps): ReactNode {
  const { t } = useMessages();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const openTroubleshooting = () => {
    void vaultClient.app.openDocument({ document: 'troubleshooting' });
  };
  return (
    <div className={css['acts']}>
      <Button ref={first} tone="primary" size="large" busy={busy} onClick={onAct}>
        {label}
      </Button>
      <Button size="large" onClick={openTroubleshooting}>
        {t('doors.problem.troubleshooting')}
      </Button>
      <Button size="large" tone="quiet" onClick={() => void vaultClient.app.quit({})}>
        {t('doors.problem.quit')}
      </Button>
    </div>
  );
}
