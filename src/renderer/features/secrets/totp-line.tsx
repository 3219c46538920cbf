import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { IconButton } from '../../components/button.tsx';
import { LedgerLine } from '../../components/ledger.tsx';
import { OneTimeCode } from '../../components/one-time-code.tsx';
import { useTotp } from './use-totp.ts';

export interface TotpLineProps {
  readonly id: string;
  readonly onCopy: () => void;
}

export function TotpLine({ id, onCopy }: TotpLineProps): ReactNode {
  const { t, language } = useMessages();
  const { now, error } = useTotp(id);
  const label = t('secrets.totp');
  return (
    <LedgerLine
      label={label}
      actions={
        <IconButton
          label={t('secrets.copy_field', { field: label })}
          icon={Copy}
          iconSize={14}
          onClick={onCopy}
        />
      }
    >
      {error !== null && <span className="wax">{sentenceOf(error.code, language)}</span>}
      {now !== null && (
        <OneTimeCode
          code={now.code}
          remainingS={now.remainingSeconds}
          periodS={now.periodSeconds}
          remainingText={t('secrets.seconds_left', { seconds: now.remainingSeconds })}
        />
      )}
    </LedgerLine>
  );
}
