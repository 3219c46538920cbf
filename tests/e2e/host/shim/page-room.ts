import type { ViewSize } from '../chromium/calls.ts';

/** How much of the page there is to see. A zoomed page has less room; its pixels are not enlarged here. */
export class PageRoom {
  size: ViewSize | null = null;
  zoomFactor = 1;

  /** Chromium's steps of zoom are powers of 1.2. */
  get zoomLevel(): number {
    return Math.log(this.zoomFactor) / Math.log(1.2);
  }

  set zoomLevel(level: number) {
    this.zoomFactor = 1.2 ** level;
  }

  get viewport(): ViewSize | null {
    if (this.size === null) return null;
    const { width, height } = this.size;
    const scaled = (length: number) => Math.round(length / this.zoomFactor);
    return { width: scaled(width), height: scaled(height) };
  }
}
