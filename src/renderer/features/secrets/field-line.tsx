import { Copy, Eye, EyeOff } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import type { FieldSummary } from '../../../shared/secret.ts';
import { useMessages } from '../../app/info.ts';
import { IconButton } from '../../components/button.tsx';
import { LedgerLine } from '../../components/ledger.tsx';
import { MaskedValue } from '../../components/masked.tsx';
import { RunningRing } from '../../components/ring.tsx';
import css from './secrets.module.css';
import { answer, useSecretVerb } from './secret-verbs.ts';
import { useRevealed, type Revealing } from './use-revealed.ts';

export interface FieldLineProps {
  readonly id: string;
  readonly field: FieldSummary;
  readonly label: string;
  /** The value of a plain field; null if it has to be asked for like a concealed one. */
  readonly plain: string | null;
  /** The key for revealing means this field. */
  readonly main: boolean;
  readonly onCopy: () => void;
}

/** One field of a secret: masked until it is asked for, unless it is plain. */
export function FieldLine({ id, field, label, plain, main, onCopy }: FieldLineProps): ReactNode {
  const { t } = useMessages();
  const revealing = useRevealed({ id, field: field.name });
  useRevealKey(id, main, revealing);
  return (
    <LedgerLine
      label={label}
      prose={plain !== null || revealing.revealed !== null}
      actions={
        <>
          {plain === null && <RevealButton label={label} {...revealing} />}
          <IconButton
            label={t('secrets.copy_field', { field: label })}
            icon={Copy}
            iconSize={14}
            onClick={onCopy}
          />
        </>
      }
    >
      {plain ?? <ShownValue revealed={revealing.revealed} />}
    </LedgerLine>
  );
}

/** Ctrl+R shows the main field, and hides it again. */
function useRevealKey(id: string, main: boolean, { revealed, reveal, hide }: Revealing): void {
  const verb = useSecretVerb();
  const asked = main && verb?.verb === 'reveal' && verb.id === id;
  useEffect(() => {
    if (!asked) return;
    answer();
    if (revealed === null) reveal();
    else hide();
  }, [asked, revealed, reveal, hide]);
}

export function RevealButton({
  label,
  revealed,
  busy,
  reveal,
  hide,
}: Revealing & { readonly label: string }): ReactNode {
  const { t } = useMessages();
  return revealed === null ? (
    <IconButton
      label={t('secrets.reveal_field', { field: label })}
      icon={Eye}
      iconSize={14}
      busy={busy}
      onClick={reveal}
    />
  ) : (
    <IconButton
      label={t('secrets.hide_field', { field: label })}
      icon={EyeOff}
      iconSize={14}
      onClick={hide}
    />
  );
}

/** Dots, or the value and how long it is still shown. */
export function ShownValue({ revealed }: Pick<Revealing, 'revealed'>): ReactNode {
  const { t } = useMessages();
  if (revealed === null) return <MaskedValue label={t('secrets.hidden')} />;
  return (
    <span className={css['shown']}>
      <span className={css['value']}>
        <MaskedValue label={t('secrets.hidden')} revealed={revealed.value} />
      </span>
      <RunningRing durationMs={revealed.hidesAfterMs} />
    </span>
  );
}
