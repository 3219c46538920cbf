import { useEffect, useState } from 'react';

/** The value once it has not changed for a while: for what is typed and costs a walk through the log. */
export function useSettled<T>(value: T, restMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      setSettled(value);
    }, restMs);
    return () => {
      window.clearTimeout(timer);
    };
  }, [value, restMs]);
  return settled;
}
