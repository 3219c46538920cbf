import { createContext, useContext } from 'react';

export type Platform = 'mac' | 'other';

/** Decides how keys are written. */
export const PlatformContext = createContext<Platform>('other');

export function usePlatform(): Platform {
  return useContext(PlatformContext);
}
