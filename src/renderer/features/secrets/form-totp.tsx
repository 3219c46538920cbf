import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Button } from '../../components/button.tsx';
import type { FormPartProps } from './form-part.ts';
import { KeptLine } from './kept-line.tsx';
import css from './secret-form.module.css';
import { TOTP_KEY } from './typed-inputs.ts';
import { ValueInput } from './value-input.tsx';

export interface FormTotpProps extends FormPartProps {
  /** The vault holds a seed. */
  readonly stored: boolean;
}

/** The seed of one-time codes, which is no field: it is never shown, only its codes are. */
export function FormTotp({
  form,
  onChange,
  inputs,
  problems,
  stored,
  onTyped,
}: FormTotpProps): ReactNode {
  const { t } = useMessages();
  const become = (totp: typeof form.totp) => () => {
    onChange({ ...form, totp });
  };
  const problem = problems['totp'];
  switch (form.totp) {
    case 'none':
      return null;
    case 'kept':
    case 'removed':
      return (
        <KeptLine
          label={t('secrets.totp')}
          removed={form.totp === 'removed'}
          onReplace={become('typed')}
          onRemove={become('removed')}
          onKeep={become('kept')}
        />
      );
    case 'typed':
      return (
        <div className={css['replaced']}>
          <ValueInput
            inputKey={TOTP_KEY}
            inputs={inputs}
            label={t('secrets.totp')}
            concealed
            autoFocus
            hint={t('secret_form.totp_hint')}
            error={problem === undefined ? undefined : t(problem)}
            onTyped={() => {
              onTyped('totp');
            }}
          />
          <Button tone="quiet" icon={Undo2} onClick={become(stored ? 'kept' : 'none')}>
            {stored ? t('secret_form.keep') : t('secret_form.remove_field')}
          </Button>
        </div>
      );
  }
}
