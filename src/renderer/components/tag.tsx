import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import css from './tag.module.css';

export interface TagProps {
  readonly tone?: 'plain' | 'on' | 'brass' | 'wax' | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly children: ReactNode;
}

export function Tag({ tone = 'plain', icon, children }: TagProps): ReactNode {
  return (
    <span className={cx(css['tag'], css[tone])}>
      {icon && <Icon icon={icon} size={14} />}
      <bdi className="clip">{children}</bdi>
    </span>
  );
}
