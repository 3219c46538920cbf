import { X } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { SECRET_LIMITS } from '../../../shared/secret.ts';
import { useMessages } from '../../app/info.ts';
import { IconButton } from '../../components/button.tsx';
import { controlProps, Field } from '../../components/field.tsx';
import css from './secret-form.module.css';

export interface TagsInputProps {
  readonly tags: readonly string[];
  /** Tags of other secrets. */
  readonly known: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
}

/** Tags as tokens: Enter or a comma ends one, Backspace takes the last one back. */
export function TagsInput({ tags, known, onChange }: TagsInputProps): ReactNode {
  const { t } = useMessages();
  const listId = useId();
  const { text, setText, add, keyDown } = useTagText(tags, onChange);
  return (
    <Field label={t('side.tags')} hint={t('secret_form.tags_hint')}>
      {(ids) => (
        <div className={css['tags']}>
          {tags.map((tag) => (
            <Token
              key={tag}
              tag={tag}
              onRemove={() => {
                onChange(tags.filter((other) => other !== tag));
              }}
            />
          ))}
          <input
            {...controlProps(ids)}
            list={listId}
            maxLength={SECRET_LIMITS.tagChars}
            autoComplete="off"
            dir="auto"
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
            }}
            onKeyDown={keyDown}
            onBlur={add}
          />
          <datalist id={listId}>
            {known
              .filter((tag) => !tags.includes(tag))
              .map((tag) => (
                <option key={tag} value={tag} />
              ))}
          </datalist>
        </div>
      )}
    </Field>
  );
}

interface TagText {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Makes a tag of what was typed so far. */
  readonly add: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

function useTagText(tags: readonly string[], onChange: TagsInputProps['onChange']): TagText {
  const [text, setText] = useState('');
  const add = () => {
    const tag = text.trim();
    setText('');
    if (tag !== '' && !tags.includes(tag) && tags.length < SECRET_LIMITS.tags) {
      onChange([...tags, tag]);
    }
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      // The form is about to be saved: what was typed so far is a tag.
      add();
    } else if ((event.key === 'Enter' && text.trim() !== '') || event.key === ',') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && text === '') {
      onChange(tags.slice(0, -1));
    }
  };
  return { text, setText, add, keyDown };
}

function Token({
  tag,
  onRemove,
}: {
  readonly tag: string;
  readonly onRemove: () => void;
}): ReactNode {
  const { t } = useMessages();
  return (
    <span className={css['tag']}>
      <bdi className="clip">{tag}</bdi>
      <IconButton
        label={t('secret_form.remove_named', { field: tag })}
        icon={X}
        iconSize={14}
        onClick={onRemove}
      />
    </span>
  );
}
