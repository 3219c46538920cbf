import type { LucideIcon } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Guilloche } from './guilloche.tsx';
import css from './empty.module.css';
import { Icon } from './icon.tsx';

export interface EmptyProps {
  readonly title: ReactNode;
  readonly text: ReactNode;
  /** Ways to begin. */
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
  /** Line work in the corner, for the empty vault. */
  readonly guilloche?: boolean | undefined;
}

/** A whole sheet with nothing on it yet. */
export function Empty({ title, text, children, footer, guilloche = false }: EmptyProps): ReactNode {
  return (
    <div className={css['plain']}>
      {guilloche && <Guilloche place="corner" />}
      <div className={css['empty']}>
        <div className={css['head']}>
          <h1 className={css['title']}>{title}</h1>
          <p className="soft">{text}</p>
        </div>
        {children}
        {footer !== undefined && <p className="quiet">{footer}</p>}
      </div>
    </div>
  );
}

/** A list or a search without a result: a sentence, and what to do about it. */
export function EmptyList({
  title,
  text,
  action,
}: {
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <div className={css['small']}>
      <b>{title}</b>
      {text !== undefined && <p className="soft">{text}</p>}
      {action}
    </div>
  );
}

export interface Start {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly name: ReactNode;
  readonly text: ReactNode;
  readonly end?: ReactNode;
  readonly onSelect: () => void;
}

export function Starts({ starts }: { readonly starts: readonly Start[] }): ReactNode {
  return (
    <ul className={css['starts']}>
      {starts.map((start) => (
        <li key={start.id}>
          <StartButton start={start} />
        </li>
      ))}
    </ul>
  );
}

function StartButton({ start }: { readonly start: Start }): ReactNode {
  const textId = useId();
  return (
    <button
      type="button"
      className={css['start']}
      aria-describedby={textId}
      onClick={start.onSelect}
    >
      <span className={css['tile']}>
        <Icon icon={start.icon} size={20} />
      </span>
      <span>
        <span className={css['name']}>{start.name}</span>
        <span id={textId} className={css['text']}>
          {start.text}
        </span>
      </span>
      <span className="is-wide quiet">{start.end}</span>
    </button>
  );
}
