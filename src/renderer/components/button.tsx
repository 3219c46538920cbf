import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import css from './button.module.css';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Spinner } from './spinner.tsx';
import { useTooltip } from './tooltip.tsx';

export type ButtonTone = 'plain' | 'primary' | 'quiet' | 'harm' | 'harm-solid';
export type ButtonSize = 'normal' | 'large' | 'block';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: ButtonTone | undefined;
  /** `block` is large and as wide as its place. */
  readonly size?: ButtonSize | undefined;
  readonly icon?: LucideIcon | undefined;
  /** A spinner stands for the icon, and a click does nothing. */
  readonly busy?: boolean | undefined;
  /** Only the icon is seen in a narrow window, or already when the side is a rail. */
  readonly fold?: 'narrow' | 'rail' | undefined;
}

export function Button({
  tone = 'plain',
  size = 'normal',
  icon,
  busy = false,
  fold,
  className,
  onClick,
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={cx(css['button'], css[tone], css[size], className)}
      aria-busy={busy || undefined}
      onClick={busy ? refuse : onClick}
    >
      {busy ? <Spinner /> : icon && <Icon icon={icon} size={14} />}
      {fold ? <span className={css[fold]}>{children}</span> : children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly iconSize?: 14 | 16 | undefined;
  /** Shown in the tooltip, as names of keys: `['Mod', 'N']`. */
  readonly shortcut?: readonly string[] | undefined;
  readonly tone?: ButtonTone | undefined;
  readonly pressed?: boolean | undefined;
  readonly busy?: boolean | undefined;
}

export function IconButton({
  label,
  icon,
  iconSize = 16,
  shortcut,
  tone = 'quiet',
  pressed,
  busy = false,
  className,
  onClick,
  ...rest
}: IconButtonProps): ReactNode {
  const tooltip = useTooltip({ text: label, keys: shortcut });
  return (
    <>
      <button
        type="button"
        {...rest}
        {...tooltip.anchorProps}
        className={cx(css['button'], css[tone], css['iconOnly'], className)}
        aria-label={label}
        aria-pressed={pressed}
        aria-busy={busy || undefined}
        onClick={busy ? refuse : onClick}
      >
        {busy ? <Spinner /> : <Icon icon={icon} size={iconSize} />}
      </button>
      {tooltip.layer}
    </>
  );
}

/** A busy button of type submit must not send its form again. */
function refuse(event: MouseEvent): void {
  event.preventDefault();
}
