import type { Display, Screen } from 'electron';
import { needReady } from './app.ts';
import { StrictEmitter } from './strict.ts';

const SIZE = { width: 1920, height: 1080 };

/** One display, as the desktop of a test. */
const display = {
  id: 1,
  label: 'display',
  bounds: { x: 0, y: 0, ...SIZE },
  workArea: { x: 0, y: 0, ...SIZE },
  workAreaSize: SIZE,
  size: SIZE,
  scaleFactor: 1,
  rotation: 0,
  internal: false,
} satisfies Partial<Display> as unknown as Display;

class ScreenStandIn
  extends StrictEmitter
  implements
    Pick<
      Screen,
      | 'getAllDisplays'
      | 'getDisplayMatching'
      | 'getPrimaryDisplay'
      | 'getDisplayNearestPoint'
      | 'getCursorScreenPoint'
    >
{
  constructor() {
    super('screen', [], ['display-added', 'display-removed', 'display-metrics-changed']);
  }

  getPrimaryDisplay(): Display {
    needReady('screen');
    return display;
  }

  getAllDisplays(): Display[] {
    return [this.getPrimaryDisplay()];
  }

  getDisplayMatching(): Display {
    return this.getPrimaryDisplay();
  }

  getDisplayNearestPoint(): Display {
    return this.getPrimaryDisplay();
  }

  getCursorScreenPoint(): { x: number; y: number } {
    return { x: 0, y: 0 };
  }
}

export const screen = new ScreenStandIn();
