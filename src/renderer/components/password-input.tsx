import { Eye, EyeOff, TriangleAlert } from 'lucide-react';
import {
  useState,
  type ComponentProps,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { IconButton } from './button.tsx';
import { controlProps, Field, Hint, InputBox, type FieldIds } from './field.tsx';

export interface PasswordInputProps extends Omit<
  ComponentProps<'input'>,
  'id' | 'type' | 'value' | 'defaultValue'
> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly large?: boolean | undefined;
  readonly busy?: boolean | undefined;
  readonly showLabel: string;
  readonly hideLabel: string;
  /** Said while Caps Lock is on. */
  readonly capsLockHint?: string | undefined;
  /** After the text, such as the check mark of a repeated password. */
  readonly end?: ReactNode;
  /** Between the input and its hint, such as a strength meter. */
  readonly below?: ReactNode;
}

/** Uncontrolled: React state would keep every typed prefix as a string. Read it once with `takeBytes`. */
export function PasswordInput({
  label,
  hint,
  error,
  below,
  ...rest
}: PasswordInputProps): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <>
          <PasswordBox ids={ids} {...rest} />
          {below}
        </>
      )}
    </Field>
  );
}

type PasswordBoxProps = Omit<PasswordInputProps, 'label' | 'hint' | 'error' | 'below'> & {
  readonly ids: FieldIds;
};

function PasswordBox({
  ids,
  large,
  busy,
  showLabel,
  hideLabel,
  capsLockHint,
  end,
  onKeyDown,
  onKeyUp,
  onBlur,
  ...rest
}: PasswordBoxProps): ReactNode {
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent | MouseEvent): void =>
    setCapsLock(event.getModifierState('CapsLock'));
  const capsId = `${ids.id}caps`;
  const warned = capsLock && capsLockHint !== undefined;
  const describedBy = warned
    ? [capsId, ids.describedBy].filter(Boolean).join(' ')
    : ids.describedBy;
  return (
    <>
      <InputBox large={large} invalid={ids.invalid} busy={busy}>
        <input
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          readOnly={busy}
          {...rest}
          {...controlProps({ ...ids, describedBy })}
          type={shown ? 'text' : 'password'}
          onKeyDown={(event) => (look(event), onKeyDown?.(event))}
          onKeyUp={(event) => (look(event), onKeyUp?.(event))}
          onMouseDown={look}
          onBlur={(event) => (setCapsLock(false), onBlur?.(event))}
        />
        {end}
        {busy !== true && (
          <IconButton
            label={shown ? hideLabel : showLabel}
            icon={shown ? EyeOff : Eye}
            onClick={() => setShown(!shown)}
          />
        )}
      </InputBox>
      <div role="status">
        {warned && (
          <Hint id={capsId} tone="brass" icon={TriangleAlert}>
            {capsLockHint}
          </Hint>
        )}
      </div>
    </>
  );
}
