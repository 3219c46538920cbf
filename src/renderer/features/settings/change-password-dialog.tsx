import { Check } from 'lucide-react';
import { useId, useRef, useState, type ReactElement, type SubmitEvent } from 'react';
import { useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DialogActs } from '../../components/dialog-acts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Hint } from '../../components/field.tsx';
import { useToasts } from '../../components/toast.tsx';
import { CurrentPassword } from '../doors/current-password.tsx';
import { NewPasswordFields } from '../doors/new-password-fields.tsx';
import { RefusalLine } from '../doors/refusal-line.tsx';
import { isPasswordRefusal } from '../doors/unlock-refusals.ts';
import { useNewPassword } from '../doors/use-new-password.ts';
import { isWaiting } from '../doors/use-wait.ts';
import { WaitLine } from '../doors/wait-line.tsx';
import css from './settings.module.css';
import { useChangePassword, type ChangePassword } from './use-change-password.ts';

export interface ChangePasswordDialogProps {
  readonly onClose: () => void;
}

export function ChangePasswordDialog({ onClose }: ChangePasswordDialogProps): ReactElement {
  const { t } = useMessages();
  const { show } = useToasts();
  const form = useId();
  const next = useNewPassword();
  const model = useChangePassword(next, () => {
    show({ text: t('settings.change.done'), icon: Check });
    onClose();
  });
  const { busy, wait } = model;
  return (
    <Dialog
      open
      onClose={busy ? () => undefined : onClose}
      title={t('settings.change.title')}
      footer={
        <DialogActs>
          <Button disabled={busy} onClick={onClose}>
            {t('settings.change.cancel')}
          </Button>
          <Button type="submit" form={form} tone="primary" busy={busy} disabled={isWaiting(wait)}>
            {t('settings.change.act')}
          </Button>
        </DialogActs>
      }
    >
      <ChangeForm id={form} model={model} />
    </Dialog>
  );
}

interface ChangeFormProps {
  readonly id: string;
  readonly model: ChangePassword;
}

function ChangeForm({ id, model }: ChangeFormProps): ReactElement {
  const { t } = useMessages();
  const current = useRef<HTMLInputElement>(null);
  const renew = useRef<HTMLInputElement>(null);
  const [empty, setEmpty] = useState(false);
  const { next, busy, error, wait } = model;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const input = current.current;
    if (busy || isWaiting(wait) || input === null) return;
    setEmpty(input.value === '');
    if (input.value === '') input.focus();
    else if (next.check()) void model.change(input, renew.current?.checked === true);
  };
  const atField = error !== null && isPasswordRefusal(error.code) ? error : null;
  return (
    <form id={id} noValidate className={css['form']} onSubmit={submit}>
      <div>
        <CurrentPassword
          ref={current}
          label={t('settings.change.current')}
          fault={empty ? { empty: 'settings.change.current_empty' } : atField}
          busy={busy}
          onInput={() => {
            setEmpty(false);
            model.forget();
          }}
        />
        <WaitLine wait={wait} onOver={model.endWait} />
      </div>
      <NewPasswordFields
        model={next}
        label={t('settings.change.next')}
        againLabel={t('settings.change.again')}
        busy={busy}
      />
      <div className={css['formEnd']}>
        <Checkbox ref={renew} disabled={busy} hint={t('settings.change.renew.hint')}>
          {t('settings.change.renew')}
        </Checkbox>
        <div role="status">{busy && <Hint>{t('settings.change.busy')}</Hint>}</div>
        <RefusalLine error={atField === null ? error : null} />
      </div>
    </form>
  );
}
