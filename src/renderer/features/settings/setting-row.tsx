import { Check, CircleAlert, TriangleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Hint, type FieldIds } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import css from './settings.module.css';

export interface SettingRowProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Stays as long as the choice does. */
  readonly warning?: ReactNode;
  readonly error?: ReactNode;
  readonly saved?: boolean;
  /** Before the control, such as what resets it. */
  readonly start?: ReactNode;
  /** `labelled`: the label belongs to the control by its id; otherwise the control names itself. */
  readonly labelled?: boolean;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** Label and hint at the start, the control at the end, what became of a change below. */
export function SettingRow({
  label,
  hint,
  warning,
  error,
  saved = false,
  start,
  labelled = false,
  children,
}: SettingRowProps): ReactNode {
  const { t } = useMessages();
  const id = useId();
  const hintId = `${id}hint`;
  const errorId = `${id}error`;
  const invalid = isThere(error);
  return (
    <div className={css['row']}>
      <div className={css['texts']}>
        {labelled ? <label htmlFor={id}>{label}</label> : <span>{label}</span>}
        {isThere(hint) && (
          <p id={hintId} className={css['hint']}>
            {hint}
          </p>
        )}
      </div>
      <div className={css['control']}>
        <span className={css['saved']} role="status">
          {saved && (
            <>
              <Icon icon={Check} size={14} />
              {t('settings.saved')}
            </>
          )}
        </span>
        {start}
        {children({
          id,
          invalid,
          describedBy: invalid ? errorId : isThere(hint) ? hintId : undefined,
        })}
      </div>
      <div className={css['below']} role="status">
        {invalid && (
          <Hint id={errorId} tone="wax" icon={CircleAlert}>
            {error}
          </Hint>
        )}
        {!invalid && isThere(warning) && (
          <Hint tone="brass" icon={TriangleAlert}>
            {warning}
          </Hint>
        )}
      </div>
    </div>
  );
}

function isThere(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false && node !== '';
}
