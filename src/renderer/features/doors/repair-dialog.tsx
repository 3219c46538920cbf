import { useId, useRef, useState, type SubmitEvent, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import { DialogActs } from '../../components/dialog-acts.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Hint } from '../../components/field.tsx';
import type { RepairReply } from '../../../shared/ipc/replies.ts';
import { CurrentPassword } from './current-password.tsx';
import css from './doors.module.css';
import { RefusalLine } from './refusal-line.tsx';
import { RepairPlan } from './repair-plan.tsx';
import { isPasswordRefusal } from './unlock-refusals.ts';
import { useRepair, type Repair } from './use-repair.ts';
import { isWaiting } from './use-wait.ts';
import { WaitLine } from './wait-line.tsx';

/** Shows what a repair of a tampered vault does, asks for the password, and does it. */
export function RepairDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const model = useRepair();
  return model.done === null ? (
    <Ask model={model} onClose={onClose} />
  ) : (
    <Done done={model.done} onClose={onClose} />
  );
}

interface AskProps {
  readonly model: Repair;
  readonly onClose: () => void;
}

function Ask({ model, onClose }: AskProps): ReactNode {
  const { t } = useMessages();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const { plan, busy, error, wait } = model;
  const [empty, setEmpty] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const ready = plan !== null && !busy && !isWaiting(wait);
    if (!ready || input.current === null) return;
    const nothing = input.current.value === '';
    setEmpty(nothing);
    if (nothing) input.current.focus();
    else void model.repair(input.current);
  };
  const atField = error !== null && isPasswordRefusal(error.code) ? error : null;
  return (
    <Dialog
      open
      onClose={busy ? () => undefined : onClose}
      title={t('repair.title')}
      subtitle={t('repair.subtitle')}
      footer={
        <DialogActs>
          <Button disabled={busy} onClick={onClose}>
            {t('repair.cancel')}
          </Button>
          <Button
            type="submit"
            form={form}
            tone="primary"
            busy={busy}
            disabled={plan === null || isWaiting(wait)}
          >
            {t('repair.act')}
          </Button>
        </DialogActs>
      }
    >
      {(plan !== null || error === null) && <RepairPlan plan={plan} />}
      <form id={form} noValidate onSubmit={submit}>
        <CurrentPassword
          ref={input}
          label={t('doors.locked.password')}
          hint={t('repair.copy')}
          fault={empty ? { empty: 'doors.locked.empty' } : atField}
          busy={busy}
          onInput={() => {
            setEmpty(false);
            model.forget();
          }}
        />
        <WaitLine wait={wait} onOver={model.endWait} />
        <RefusalLine error={atField === null ? error : null} />
      </form>
    </Dialog>
  );
}

interface DoneProps {
  readonly done: RepairReply;
  readonly onClose: () => void;
}

function Done({ done, onClose }: DoneProps): ReactNode {
  const { t } = useMessages();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('repair.done')}
      footer={
        <DialogActs>
          <Button tone="primary" data-autofocus onClick={onClose}>
            {t('repair.close')}
          </Button>
        </DialogActs>
      }
    >
      <p>{t('repair.done.text')}</p>
      <p className={css['copy']}>
        <bdi className="mono">{done.copy}</bdi>
      </p>
      {done.dropped.length > 0 && (
        <Hint>{t('repair.dropped.past', { count: done.dropped.length })}</Hint>
      )}
      <Hint>{t('repair.done.next')}</Hint>
    </Dialog>
  );
}
