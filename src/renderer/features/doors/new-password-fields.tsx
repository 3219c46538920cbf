import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Icon } from '../../components/icon.tsx';
import { PasswordInput } from '../../components/password-input.tsx';
import { StrengthMeter } from '../../components/strength.tsx';
import type { StrengthReply } from '../../../shared/ipc/replies.ts';
import { PassphraseCard } from './passphrase-card.tsx';
import { strengthWords } from './strength-words.ts';
import type { NewPassword } from './use-new-password.ts';

export interface NewPasswordFieldsProps {
  readonly model: NewPassword;
  readonly label: string;
  readonly againLabel: string;
  readonly busy: boolean;
  readonly large?: boolean;
}

/** A new password with its meter, words to take instead, and the same once more. */
export function NewPasswordFields({
  model,
  label,
  againLabel,
  busy,
  large = false,
}: NewPasswordFieldsProps): ReactNode {
  const { t } = useMessages();
  const { problem } = model;
  const errorAt = (field: 'password' | 'again') =>
    problem?.field === field ? t(problem.key) : undefined;
  const shared = {
    large,
    readOnly: busy,
    autoComplete: 'new-password',
    showLabel: t('doors.show_password'),
    hideLabel: t('doors.hide_password'),
    capsLockHint: t('doors.caps_lock'),
    onInput: model.change,
  };
  return (
    <>
      <PasswordInput
        {...shared}
        ref={model.password}
        label={label}
        error={errorAt('password')}
        below={<Meter strength={model.strength} />}
      />
      <PassphraseCard model={model} busy={busy} />
      <PasswordInput
        {...shared}
        ref={model.again}
        label={againLabel}
        error={errorAt('again')}
        onBlur={model.leaveAgain}
        end={model.same && <Icon icon={Check} className="ok" />}
        below={
          <span className="sr-only" role="status">
            {model.same && t('doors.new.same')}
          </span>
        }
      />
    </>
  );
}

function Meter({ strength }: { readonly strength: StrengthReply | null }): ReactNode {
  const { t } = useMessages();
  const words = strength === null ? null : strengthWords(strength);
  const level = words?.level ?? 0;
  return (
    <StrengthMeter
      level={level}
      label={t('doors.strength', { level })}
      word={words === null ? '' : t(words.word)}
      sentence={words === null ? t('doors.strength.none') : t(words.sentence)}
      bits={strength === null ? '' : t('doors.strength.bits', { bits: Math.floor(strength.bits) })}
    />
  );
}
