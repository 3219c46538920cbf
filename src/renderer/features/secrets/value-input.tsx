import { Dices, Eye, EyeOff, WrapText } from 'lucide-react';
import {
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useMessages } from '../../app/info.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { IconButton } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { controlProps, Field, InputBox, type FieldIds } from '../../components/field.tsx';
import { vaultClient } from '../../vault-client.ts';
import css from './secret-form.module.css';
import { takeText } from './take-text.ts';
import type { Input, TypedInputs } from './typed-inputs.ts';
import { useRefusalToast } from './use-refusal-toast.tsx';

export interface ValueInputProps {
  /** Of the field among the inputs. */
  readonly inputKey: string;
  readonly inputs: TypedInputs;
  readonly label: ReactNode;
  readonly concealed: boolean;
  readonly multiline?: boolean;
  readonly example?: string | null;
  readonly initial?: string | null;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  /** Offers a fresh value. */
  readonly generates?: boolean;
  /** Bytes that are put in once and zeroed. */
  readonly prefill?: Uint8Array | null;
  readonly autoFocus?: boolean;
  readonly onTyped: () => void;
}

/** Where a value is typed or pasted, several lines of it if need be. */
export function ValueInput(props: ValueInputProps): ReactNode {
  const { label, hint, error, onTyped } = props;
  const { t } = useMessages();
  const [edges, setEdges] = useState(false);
  return (
    <Field
      label={label}
      error={error}
      hint={edges ? <span className="brass">{t('secret_form.edges')}</span> : hint}
    >
      {(ids) => (
        <ValueBox
          {...props}
          ids={ids}
          onText={(text) => {
            setEdges(/^\s|\s$/u.test(text));
            onTyped();
          }}
        />
      )}
    </Field>
  );
}

type ValueBoxProps = Omit<ValueInputProps, 'label' | 'hint' | 'error' | 'onTyped'> & {
  readonly ids: FieldIds;
  readonly onText: (text: string) => void;
};

function ValueBox({ ids, onText, ...props }: ValueBoxProps): ReactNode {
  const { concealed, example = null, initial = null, generates = false } = props;
  const { t } = useMessages();
  const [shown, setShown] = useState(!concealed);
  const { tall, toggleTall, box, paste, put } = useTallInput(props.multiline ?? false, onText);
  const attach = useAttached(box, props);
  const generate = useGenerate(put);
  const common = {
    ...controlProps(ids),
    ref: attach,
    autoComplete: 'off',
    spellCheck: false,
    placeholder: example ?? undefined,
    autoFocus: props.autoFocus === true,
    // React focuses what appears; a dialog that opens asks for this.
    'data-autofocus': props.autoFocus === true ? true : undefined,
    onInput: (event: { readonly currentTarget: Input }) => {
      onText(event.currentTarget.value);
    },
  };
  return (
    <InputBox invalid={ids.invalid} tall={tall}>
      {tall ? (
        <textarea {...common} rows={4} className={cx('mono', concealed && !shown && css['dots'])} />
      ) : (
        <input
          {...common}
          type={shown ? 'text' : 'password'}
          defaultValue={initial ?? ''}
          className={cx(concealed && 'mono')}
          onPaste={paste}
        />
      )}
      {generates && (
        <IconButton
          label={t('secret_form.generate')}
          icon={Dices}
          iconSize={14}
          onClick={generate}
        />
      )}
      {concealed && (
        <ConcealedActs
          tall={tall}
          onTall={toggleTall}
          shown={shown}
          onShown={() => {
            setShown(!shown);
          }}
        />
      )}
    </InputBox>
  );
}

interface ConcealedActsProps {
  readonly tall: boolean;
  readonly onTall: () => void;
  readonly shown: boolean;
  readonly onShown: () => void;
}

function ConcealedActs({ tall, onTall, shown, onShown }: ConcealedActsProps): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <IconButton
        label={t('secret_form.several_lines')}
        icon={WrapText}
        iconSize={14}
        pressed={tall}
        onClick={onTall}
      />
      <IconButton
        label={shown ? t('secret_form.hide') : t('secret_form.show')}
        icon={shown ? EyeOff : Eye}
        iconSize={14}
        onClick={onShown}
      />
    </>
  );
}

/** The element among the form's inputs, and once what it begins with. */
function useAttached(
  box: RefObject<Input | null>,
  { inputs, inputKey, prefill = null }: Pick<ValueInputProps, 'inputs' | 'inputKey' | 'prefill'>,
): (input: Input | null) => (() => void) | undefined {
  return useCallback(
    (input) => {
      box.current = input;
      if (input === null) return undefined;
      if (prefill?.some((byte) => byte !== 0) === true) input.value = takeText(prefill);
      return inputs.register(inputKey, input);
    },
    [box, inputs, inputKey, prefill],
  );
}

interface TallInput {
  readonly tall: boolean;
  readonly toggleTall: () => void;
  readonly box: RefObject<Input | null>;
  /** A line would lose the line breaks of a pasted key, so it becomes a taller input first. */
  readonly paste: (event: ClipboardEvent<HTMLInputElement>) => void;
  readonly put: (text: string) => void;
}

/** A line that can become several and back without losing what is in it. */
function useTallInput(multiline: boolean, onText: (text: string) => void): TallInput {
  const [tall, setTall] = useState(multiline);
  const box = useRef<Input | null>(null);
  const carried = useRef<string | null>(null);
  const put = (text: string) => {
    if (box.current !== null) box.current.value = text;
    onText(text);
  };
  useLayoutEffect(() => {
    if (carried.current === null) return;
    put(carried.current);
    carried.current = null;
    box.current?.focus();
  });
  const become = (next: boolean, text: string) => {
    carried.current = text;
    setTall(next);
  };
  return {
    tall,
    box,
    put,
    toggleTall: () => {
      become(!tall, box.current?.value ?? '');
    },
    paste: (event) => {
      const pasted = event.clipboardData.getData('text/plain').replaceAll('\r\n', '\n');
      if (!pasted.trim().includes('\n')) return;
      event.preventDefault();
      const { value, selectionStart, selectionEnd } = event.currentTarget;
      const [start, end] = [selectionStart ?? value.length, selectionEnd ?? value.length];
      become(true, value.slice(0, start) + pasted + value.slice(end));
    },
  };
}

const PASSWORD = { length: 24, symbols: true, ambiguous: false };

function useGenerate(put: (text: string) => void): () => void {
  const refused = useRefusalToast();
  return () => {
    valueOf(vaultClient.generator.password(PASSWORD)).then(
      ({ bytes }) => {
        put(takeText(bytes));
      },
      (thrown: unknown) => {
        refused(asRefusal(thrown));
      },
    );
  };
}
