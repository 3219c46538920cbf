import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dot, type DotState } from './dot.tsx';
import css from './side-foot.module.css';
import { Tooltip } from './tooltip.tsx';

export interface RelayStateProps {
  readonly state: DotState;
  readonly title: ReactNode;
  readonly detail: ReactNode;
}

/** At the foot of the side: whether the gateway answers, and where. */
export function RelayState({ state, title, detail }: RelayStateProps): ReactNode {
  return (
    <div className={css['relay']}>
      <Dot state={state} />
      <span className={css['title']}>{title}</span>
      <span className={css['detail']}>{detail}</span>
    </div>
  );
}

export interface SideAct {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly shortcut?: readonly string[] | undefined;
  readonly disabled?: boolean | undefined;
  readonly onClick: () => void;
}

export function SideActs({ acts }: { readonly acts: readonly SideAct[] }): ReactNode {
  return (
    <div className={css['acts']}>
      {acts.map(({ label, icon, shortcut, disabled, onClick }) => (
        <Tooltip key={label} text={label} keys={shortcut}>
          <Button icon={icon} fold="rail" disabled={disabled} onClick={onClick}>
            {label}
          </Button>
        </Tooltip>
      ))}
    </div>
  );
}
