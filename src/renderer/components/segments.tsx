import type { LucideIcon } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Icon } from './icon.tsx';
import css from './segments.module.css';

export interface Segment<T extends string | number> {
  readonly value: T;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly disabled?: boolean | undefined;
}

export interface SegmentsProps<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Segment<T>[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean | undefined;
}

/** One of a few. Radio buttons underneath, so that arrows and screen readers know them. */
export function Segments<T extends string | number>({
  label,
  value,
  options,
  onChange,
  disabled,
}: SegmentsProps<T>): ReactNode {
  const name = useId();
  return (
    <span className={css['segments']} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={css['item']}>
          <input
            type="radio"
            className="sr-only"
            name={name}
            checked={option.value === value}
            disabled={disabled === true || option.disabled === true}
            onChange={() => onChange(option.value)}
          />
          {option.icon && <Icon icon={option.icon} size={14} />}
          {option.label}
        </label>
      ))}
    </span>
  );
}
