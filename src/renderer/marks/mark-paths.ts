export type MarkState = 'locked' | 'unlocked' | 'relay-active' | 'paused';

interface MarkPath {
  readonly path: string;
  readonly evenOdd: boolean;
  readonly dot: boolean;
}

const DOOR = 'M4 1H12A3 3 0 0 1 15 4V12A3 3 0 0 1 12 15H4A3 3 0 0 1 1 12V4A3 3 0 0 1 4 1Z';
const KEYWAYS =
  'M4 1H12A3 3 0 0 1 15 4H7.732A2 2 0 1 0 7.732 6H14A1 1 0 0 1 15 7V12A3 3 0 0 1 12 15H4A3 3 0 0 1 1 12H8.268A2 2 0 1 0 8.268 10H2A1 1 0 0 1 1 9V4A3 3 0 0 1 4 1Z';

/** The door: with a keyhole, with its keyways open, with a dot, with two bars. On a grid of 16. */
export const MARK_PATHS: Readonly<Record<MarkState, MarkPath>> = {
  locked: { path: `${DOOR}M7 8.515A2.25 2.25 0 1 1 9 8.515V12H7Z`, evenOdd: true, dot: false },
  unlocked: { path: KEYWAYS, evenOdd: false, dot: false },
  'relay-active': { path: KEYWAYS, evenOdd: false, dot: true },
  paused: { path: `${DOOR}M5 4H7V12H5ZM9 4H11V12H9Z`, evenOdd: true, dot: false },
};
