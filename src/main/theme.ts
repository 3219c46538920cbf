/** The window's bar, in the page's pixels. */
export const BAR_HEIGHT = 48;

/** `--surface-base` of the page in the two themes: what is seen before the page is. */
export function backgroundColor(dark: boolean): string {
  return dark ? '#111917' : '#f3f7f5';
}

/** The system's buttons over the page's own bar: see-through, in the ink of the theme (`--ink-2`). */
export function barColors(dark: boolean): {
  readonly color: string;
  readonly symbolColor: string;
  readonly height: number;
} {
  return {
    color: 'rgba(0, 0, 0, 0)',
    symbolColor: dark ? '#b2bbb8' : '#444f4c',
    height: BAR_HEIGHT,
  };
}
