import type { WindowBounds } from '../runtime/window-preferences.ts';

export const SMALLEST = { width: 480, height: 600 } as const;
const USUAL = { width: 1100, height: 800 } as const;
/** So much of a window must be on a display for a hand to find it; its bar is moved there. */
const GRIP = { width: 120, height: 32 } as const;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a window goes; without a place the system chooses one. */
export interface Placement {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

/** Puts the window where it was, as far as the displays of today have room for it. */
export function placeWindow(
  saved: WindowBounds | null,
  workAreas: readonly Rectangle[],
): Placement {
  if (saved === null) return fitted(USUAL, workAreas[0]);
  const area = workAreas.find((candidate) => {
    const { width, height } = overlap(saved, candidate);
    return width >= GRIP.width && height >= GRIP.height;
  });
  const size = fitted(saved, area ?? workAreas[0]);
  if (area === undefined) return size;
  return {
    ...size,
    x: clamp(saved.x, area.x - size.width + GRIP.width, area.x + area.width - GRIP.width),
    y: clamp(saved.y, area.y, area.y + area.height - GRIP.height),
  };
}

function fitted(
  { width, height }: { readonly width: number; readonly height: number },
  area: Rectangle | undefined,
): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(SMALLEST.width, Math.min(width, area?.width ?? width)),
    height: Math.max(SMALLEST.height, Math.min(height, area?.height ?? height)),
  };
}

function overlap(a: Rectangle, b: Rectangle): { readonly width: number; readonly height: number } {
  const length = (aStart: number, aLength: number, bStart: number, bLength: number) =>
    Math.min(aStart + aLength, bStart + bLength) - Math.max(aStart, bStart);
  return {
    width: length(a.x, a.width, b.x, b.width),
    height: length(a.y, a.height, b.y, b.height),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
