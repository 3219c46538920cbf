import type { ReactNode, RefObject } from 'react';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { PasswordInput } from '../../components/password-input.tsx';
import type { CallError } from '../../../shared/ipc/types.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import { refusedSentence } from './unlock-refusals.ts';

/** What is wrong at the field: nothing typed, or what main refused. */
export type PasswordFault = { readonly empty: MessageKey } | CallError | null;

export interface CurrentPasswordProps {
  readonly ref: RefObject<HTMLInputElement | null>;
  readonly label: string;
  readonly hint?: string;
  readonly fault: PasswordFault;
  readonly busy: boolean;
  readonly large?: boolean;
  readonly onInput: () => void;
}

/** The password that opens the vault now. The first place to go in a dialog. */
export function CurrentPassword({ fault, busy, ...rest }: CurrentPasswordProps): ReactNode {
  const { t } = useMessages();
  return (
    <PasswordInput
      {...rest}
      data-autofocus
      error={fault !== null && <Fault fault={fault} />}
      readOnly={busy}
      autoComplete="current-password"
      showLabel={t('doors.show_password')}
      hideLabel={t('doors.hide_password')}
      capsLockHint={t('doors.caps_lock')}
    />
  );
}

/** The id is the one of the line in the audit log. */
function Fault({ fault }: { readonly fault: NonNullable<PasswordFault> }): ReactNode {
  const { t, language } = useMessages();
  if ('empty' in fault) return t(fault.empty);
  const own = refusedSentence(fault.code);
  return (
    <>
      {own === null ? sentenceOf(fault.code, language) : t(own)}{' '}
      <span className="mono quiet">{fault.correlationId.slice(0, 8)}</span>
    </>
  );
}
