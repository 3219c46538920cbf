import { Trash2, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { MaskedValue } from '../../components/masked.tsx';
import css from './secret-form.module.css';

export interface KeptLineProps {
  readonly label: string;
  readonly removed: boolean;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
  readonly onKeep: () => void;
}

/** Something that the vault holds a value of: it stays unless the owner says otherwise. */
export function KeptLine({
  label,
  removed,
  onReplace,
  onRemove,
  onKeep,
}: KeptLineProps): ReactNode {
  const { t } = useMessages();
  return (
    <div className={css['kept']} role="group" aria-label={label}>
      <span className={css['keptLabel']}>{label}</span>
      <span className={css['keptValue']}>
        {removed ? (
          <span className="wax">{t('secret_form.removed')}</span>
        ) : (
          <>
            <MaskedValue label={t('secrets.hidden')} />
            <span className="quiet">{t('secret_form.unchanged')}</span>
          </>
        )}
      </span>
      {removed ? (
        <Button tone="quiet" icon={Undo2} onClick={onKeep}>
          {t('secret_form.keep')}
        </Button>
      ) : (
        <span className={css['keptActs']}>
          <Button
            tone="quiet"
            aria-label={t('secret_form.replace_field', { field: label })}
            onClick={onReplace}
          >
            {t('secret_form.replace')}
          </Button>
          <IconButton
            label={t('secret_form.remove_named', { field: label })}
            icon={Trash2}
            iconSize={14}
            onClick={onRemove}
          />
        </span>
      )}
    </div>
  );
}
