import { CircleAlert, KeyRound } from 'lucide-react';
import { useEffect, useId, useRef, useState, type SubmitEvent, type ReactNode } from 'react';
import { useInfo, useMessages } from '../../app/info.ts';
import { refreshStatus } from '../../app/status.ts';
import { Button } from '../../components/button.tsx';
import { FormCard } from '../../components/card.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Door, DoorHead } from '../../components/door.tsx';
import { Hint } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import type { CallError } from '../../../shared/ipc/types.ts';
import { vaultClient } from '../../vault-client.ts';
import css from './doors.module.css';
import { NewPasswordFields } from './new-password-fields.tsx';
import { RefusalLine } from './refusal-line.tsx';
import { useNewPassword, type NewPassword } from './use-new-password.ts';

/** Makes the vault with the password in the fields. The window opens by the state that main sends. */
function useSetup(model: NewPassword) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const setup = async () => {
    setBusy(true);
    setError(null);
    const password = model.bytes();
    const reply = await vaultClient.vault.setup({ password });
    password.fill(0);
    if (reply.ok) {
      model.clear();
      return;
    }
    setBusy(false);
    if (reply.error.code === 'weak_password') model.refuse();
    else if (reply.error.code === 'already_initialized') await refreshStatus();
    else setError(reply.error);
  };
  return { busy, error, setup };
}

export function FirstRun(): ReactNode {
  const { t } = useMessages();
  const { preview } = useInfo();
  const model = useNewPassword();
  const { busy, error, setup } = useSetup(model);
  const [unconfirmed, setUnconfirmed] = useState(false);
  const confirm = useRef<HTMLInputElement>(null);

  const { password, suggestion } = model;
  useEffect(() => password.current?.focus(), [password]);
  // Other words were not written down yet.
  useEffect(() => {
    if (confirm.current !== null) confirm.current.checked = false;
  }, [suggestion]);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (busy || !model.check()) return;
    const confirmed = confirm.current?.checked === true;
    setUnconfirmed(!confirmed);
    if (confirmed) void setup();
    else confirm.current?.focus();
  };

  return (
    <Door
      wide
      guilloche
      footStart={t('doors.new.rules')}
      footEnd={preview ? t('doors.preview') : t('doors.this_device')}
    >
      <DoorHead title={t('doors.new.title')} why={t('doors.new.why')} />
      <FormCard onSubmit={submit}>
        <NewPasswordFields
          large
          model={model}
          label={t('doors.new.password')}
          againLabel={t('doors.new.again')}
          busy={busy}
        />
        <Notice tone="brass" icon={KeyRound} title={t('doors.new.lost')}>
          {t('doors.new.lost.why')}
        </Notice>
        <ConfirmBox
          ref={confirm}
          unconfirmed={unconfirmed}
          busy={busy}
          onChange={() => setUnconfirmed(false)}
        />
        <div className={css['submit']}>
          <Button type="submit" tone="primary" size="block" busy={busy}>
            {t('doors.new.create')}
          </Button>
          <div role="status">{busy && <Hint>{t('doors.new.creating')}</Hint>}</div>
          <RefusalLine error={error} />
        </div>
      </FormCard>
    </Door>
  );
}

interface ConfirmBoxProps {
  readonly ref: React.Ref<HTMLInputElement>;
  readonly unconfirmed: boolean;
  readonly busy: boolean;
  readonly onChange: () => void;
}

function ConfirmBox({ ref, unconfirmed, busy, onChange }: ConfirmBoxProps): ReactNode {
  const { t } = useMessages();
  const id = useId();
  return (
    <div className={css['submit']}>
      <Checkbox
        ref={ref}
        disabled={busy}
        aria-invalid={unconfirmed || undefined}
        aria-describedby={unconfirmed ? id : undefined}
        onChange={onChange}
      >
        {t('doors.new.confirm')}
      </Checkbox>
      <div role="status">
        {unconfirmed && (
          <Hint id={id} tone="wax" icon={CircleAlert}>
            {t('doors.new.error.confirm')}
          </Hint>
        )}
      </div>
    </div>
  );
}
