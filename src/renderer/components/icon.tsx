import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type IconSize = 14 | 16 | 20;

export interface IconProps {
  readonly icon: LucideIcon;
  readonly size?: IconSize | undefined;
  readonly className?: string | undefined;
}

/** The smaller the drawing, the heavier its line. */
const STROKE: Readonly<Record<IconSize, number>> = { 14: 2, 16: 1.75, 20: 1.6 };

/** Decoration beside a text; what has no text carries its own label. Sizes follow the text size of the system. */
export function Icon({ icon: Drawing, size = 16, className }: IconProps): ReactNode {
  const length = `${String(size / 16)}rem`;
  return (
    <Drawing
      aria-hidden="true"
      focusable="false"
      size={length}
      strokeWidth={STROKE[size]}
      className={cx('icon', className)}
    />
  );
}
