import { History } from 'lucide-react';
import { useEffect, useRef, useState, type SubmitEvent, type ReactNode } from 'react';
import { useInfo, useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import { FormCard } from '../../components/card.tsx';
import { Door, DoorHead } from '../../components/door.tsx';
import { Hint } from '../../components/field.tsx';
import type { WindowStatus } from '../../../shared/ipc/replies.ts';
import { CurrentPassword } from './current-password.tsx';
import { LOCK_REASONS } from './lock-reason.ts';
import { ProblemDoor } from './problem-door.tsx';
import { isProblem } from './problems.ts';
import { useUnlock, type Unlock } from './use-unlock.ts';
import { isWaiting } from './use-wait.ts';
import { useWhen } from './use-when.ts';
import { WaitLine } from './wait-line.tsx';

export interface LockedDoorProps {
  readonly status: WindowStatus;
}

export function LockedDoor({ status }: LockedDoorProps): ReactNode {
  const { t } = useMessages();
  const { preview } = useInfo();
  const when = useWhen();
  const model = useUnlock(status);
  const { refusal, forget } = model;
  if (refusal !== null && isProblem(refusal.code)) {
    return <ProblemDoor problem={refusal} onBack={forget} />;
  }
  const { locked } = status;
  return (
    <Door guilloche footEnd={preview ? t('doors.preview') : t('doors.this_device')}>
      <DoorHead
        title={t('doors.locked.title')}
        why={
          locked === null
            ? t('doors.locked.start')
            : t(LOCK_REASONS[locked.cause], { when: when(locked.at) })
        }
      />
      <UnlockForm model={model}>
        <FailedAttempts count={status.failedAttempts} latest={status.lastFailureAt} />
      </UnlockForm>
    </Door>
  );
}

interface UnlockFormProps {
  readonly model: Unlock;
  readonly children: ReactNode;
}

function UnlockForm({ model, children }: UnlockFormProps): ReactNode {
  const { t } = useMessages();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const { busy, refusal, wait } = model;
  const [empty, setEmpty] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (input.current === null || busy || isWaiting(wait)) return;
    const nothing = input.current.value === '';
    setEmpty(nothing);
    if (!nothing) void model.unlock(input.current);
  };
  return (
    <FormCard onSubmit={submit}>
      <CurrentPassword
        ref={input}
        large
        label={t('doors.locked.password')}
        fault={empty ? { empty: 'doors.locked.empty' } : refusal}
        busy={busy}
        onInput={() => {
          setEmpty(false);
          model.forget();
        }}
      />
      <div>
        <Button type="submit" tone="primary" size="block" busy={busy} disabled={isWaiting(wait)}>
          {t('doors.locked.unlock')}
        </Button>
        <WaitLine wait={wait} onOver={model.endWait} />
        <span className="sr-only" role="status">
          {busy && t('doors.locked.checking')}
        </span>
      </div>
      {children}
    </FormCard>
  );
}

interface FailedAttemptsProps {
  readonly count: number;
  readonly latest: string | null;
}

function FailedAttempts({ count, latest }: FailedAttemptsProps): ReactNode {
  const { t } = useMessages();
  const when = useWhen();
  if (count === 0) return null;
  return (
    <Hint icon={History}>
      {latest === null
        ? t('doors.locked.failed', { count })
        : t('doors.locked.failed_latest', { count, when: when(latest) })}
    </Hint>
  );
}
