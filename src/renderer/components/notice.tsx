import type { LucideIcon } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import css from './notice.module.css';

export interface NoticeProps {
  readonly tone?: 'plain' | 'ok' | 'brass' | 'wax' | undefined;
  readonly icon: LucideIcon;
  readonly title: ReactNode;
  /** One sentence. */
  readonly children?: ReactNode;
  /** At most one button. */
  readonly action?: ReactNode;
  /** Read out when it appears: `status` when there is time, `alert` at once. */
  readonly live?: 'status' | 'alert' | undefined;
}

export function Notice({
  tone = 'plain',
  icon,
  title,
  children,
  action,
  live,
}: NoticeProps): ReactNode {
  const id = useId();
  return (
    <section className={cx(css['notice'], css[tone])} aria-labelledby={id} role={live}>
      <Icon icon={icon} />
      <div>
        <h2 id={id} className={css['title']}>
          {title}
        </h2>
        {children !== undefined && <p className={css['text']}>{children}</p>}
      </div>
      {action}
    </section>
  );
}
