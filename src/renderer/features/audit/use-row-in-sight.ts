import { useEffect, useRef, type RefObject } from 'react';

/** For what holds the table: when the trace takes room below it, the row that was in sight stays there. */
export function useRowInSight(): RefObject<HTMLDivElement | null> {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      element.querySelector('tr[data-active]')?.scrollIntoView({ block: 'nearest' });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return holder;
}
