import type { NativeTheme } from 'electron';
import type { ThemeSource } from '../chromium/calls.ts';
import { host } from './host-link.ts';
import { launchConfig } from './launch-config.ts';
import { StrictEmitter } from './strict.ts';

class NativeThemeStandIn
  extends StrictEmitter
  implements
    Pick<
      NativeTheme,
      | 'shouldUseDarkColors'
      | 'shouldUseDarkColorsForSystemIntegratedUI'
      | 'shouldUseHighContrastColors'
      | 'themeSource'
    >
{
  readonly shouldUseHighContrastColors = false;
  #source: ThemeSource = 'system';
  #systemDark = launchConfig.dark;

  constructor() {
    super('nativeTheme', ['updated']);
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#systemDark : this.#source === 'dark';
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.#systemDark;
  }

  get themeSource(): ThemeSource {
    return this.#source;
  }

  set themeSource(source: ThemeSource) {
    const before = this.shouldUseDarkColors;
    this.#source = source;
    host.tell('theme', { source });
    if (this.shouldUseDarkColors !== before) this.emit('updated');
  }

  /** For the host. */
  setSystem(dark: boolean): void {
    const before = this.shouldUseDarkColors;
    this.#systemDark = dark;
    if (this.shouldUseDarkColors !== before) this.emit('updated');
  }
}

export const nativeTheme = new NativeThemeStandIn();

host.serve({
  systemDark: ({ dark }) => {
    nativeTheme.setSystem(dark);
  },
});
