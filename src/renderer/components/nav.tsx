import type { LucideIcon } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { Dot, type DotState } from './dot.tsx';
import { Icon } from './icon.tsx';
import css from './nav.module.css';
import { tileLetters } from './tile-letters.ts';
import { useTooltip } from './tooltip.tsx';

export interface NavGroupProps {
  readonly title: string;
  /** Leaves when the side becomes a rail. */
  readonly wide?: boolean | undefined;
  readonly children: ReactNode;
}

export function NavGroup({ title, wide = false, children }: NavGroupProps): ReactNode {
  const id = useId();
  return (
    <div className={cx(css['group'], wide && css['wide'])} role="group" aria-labelledby={id}>
      <h2 id={id} className={css['head']}>
        {title}
      </h2>
      <ul>{children}</ul>
    </div>
  );
}

export interface NavItemProps {
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  /** A client: two letters in the rail, a dot, and what the dot says. */
  readonly client?: { readonly state: DotState; readonly stateLabel: string } | undefined;
  readonly count?: ReactNode;
  /** Something waits: a brass count, and its words for a screen reader such as "waiting". */
  readonly due?: { readonly count: number; readonly words: string } | undefined;
  readonly current?: boolean | undefined;
  readonly shortcut?: readonly string[] | undefined;
  readonly onSelect: () => void;
}

export function NavItem({
  label,
  icon,
  client,
  count,
  due,
  current = false,
  shortcut,
  onSelect,
}: NavItemProps): ReactNode {
  const tooltip = useTooltip({ text: label, keys: shortcut, railOnly: true });
  return (
    <li>
      <button
        type="button"
        className={cx(css['item'], client && css['client'])}
        aria-current={current ? 'page' : undefined}
        onClick={onSelect}
        {...tooltip.anchorProps}
      >
        {icon && <Icon icon={icon} />}
        {client && <ClientSigns label={label} {...client} />}
        <bdi className={css['label']}>{label}</bdi>
        {count !== undefined && <span className={css['count']}>{count}</span>}
        {due && due.count > 0 && (
          <span className={css['due']}>
            {due.count}
            <span className="sr-only"> {due.words}</span>
          </span>
        )}
      </button>
      {tooltip.layer}
    </li>
  );
}

interface ClientSignsProps {
  readonly label: string;
  readonly state: DotState;
  readonly stateLabel: string;
}

function ClientSigns({ label, state, stateLabel }: ClientSignsProps): ReactNode {
  return (
    <>
      <span className={css['letters']} aria-hidden="true">
        {tileLetters(label, 'words')}
      </span>
      <span className={css['dot']}>
        <Dot state={state} />
        <span className="sr-only">{stateLabel}: </span>
      </span>
    </>
  );
}
