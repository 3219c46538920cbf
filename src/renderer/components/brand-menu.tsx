import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './brand-menu.module.css';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import { useMenu, type MenuItem } from './menu.tsx';
import { useTooltip } from './tooltip.tsx';

export interface BrandMenuProps {
  readonly name: string;
  /** What the menu holds, such as "Profile, settings, lock". */
  readonly label: string;
  readonly items: readonly MenuItem[];
}

/** The owner menu at the head of the side; the mark alone in the rail. */
export function BrandMenu({ name, label, items }: BrandMenuProps): ReactNode {
  const { triggerProps, menu } = useMenu(items);
  const tooltip = useTooltip({ text: label });
  return (
    <>
      <button
        type="button"
        className={css['brand']}
        aria-label={`${name}: ${label}`}
        {...tooltip.anchorProps}
        {...triggerProps}
      >
        <Mark size={20} />
        <span className={css['name']}>{name}</span>
        <Icon icon={ChevronDown} size={14} />
      </button>
      {tooltip.layer}
      {menu}
    </>
  );
}
