import { useId, type ReactNode } from 'react';
import { AppIconDrawing } from '../marks/app-icon.tsx';
import { MARK_PATHS, type MarkState } from '../marks/mark-paths.ts';
import css from './mark.module.css';
import { cx } from './cx.ts';

export interface MarkProps {
  readonly state?: MarkState | undefined;
  /** In pixels at a text size of 16. */
  readonly size?: 16 | 20 | undefined;
  /** In the colour of the text instead of its own. */
  readonly plain?: boolean | undefined;
}

/** The one-colour mark. Decoration: what it stands for is written beside it. */
export function Mark({ state = 'unlocked', size = 16, plain = false }: MarkProps): ReactNode {
  const { path, evenOdd, dot } = MARK_PATHS[state];
  const id = useId();
  const length = `${String(size / 16)}rem`;
  return (
    <svg
      className={cx(css['mark'], !plain && css['coloured'])}
      viewBox="0 0 16 16"
      width={length}
      height={length}
      aria-hidden="true"
    >
      {dot && (
        <mask id={id}>
          <path fill="white" d="M0 0H16V16H0Z" />
          <circle cx="12.75" cy="12.75" r="4.5" fill="black" />
        </mask>
      )}
      <path
        d={path}
        fillRule={evenOdd ? 'evenodd' : undefined}
        mask={dot ? `url(#${id})` : undefined}
      />
      {dot && <circle cx="12.75" cy="12.75" r="3" />}
    </svg>
  );
}

export interface AppIconProps {
  /** In pixels at a text size of 16. */
  readonly size?: number | undefined;
  readonly className?: string | undefined;
}

export function AppIcon({ size = 64, className }: AppIconProps): ReactNode {
  return (
    <AppIconDrawing length={`${String(size / 16)}rem`} className={cx(css['icon'], className)} />
  );
}
