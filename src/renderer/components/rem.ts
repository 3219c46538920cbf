import { useState } from 'react';

/** Pixels of a length that is given at a text size of 16, at the text size of the system. */
export function useRemScale(): number {
  const [scale] = useState(() => {
    const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return Number.isFinite(size) ? size / 16 : 1;
  });
  return scale;
}
