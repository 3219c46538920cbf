import type { WebFrameMain } from 'electron';
import type { FrameAddress } from '../chromium/calls.ts';
import { originOf } from '../chromium/edge-address.ts';
import { StrictEmitter } from './strict.ts';

type Offered = Pick<
  WebFrameMain,
  | 'detached'
  | 'frames'
  | 'isDestroyed'
  | 'name'
  | 'origin'
  | 'osProcessId'
  | 'processId'
  | 'routingId'
  | 'url'
>;

/** The top frame of a page; child frames have no preload here and never speak. */
export class MainFrameStandIn extends StrictEmitter implements Offered {
  url = '';
  origin = 'null';
  osProcessId = 0;
  detached = false;
  readonly parent = null;
  readonly frames: WebFrameMain[] = [];
  readonly name = '';
  readonly routingId = 1;

  constructor() {
    super('webFrameMain', ['dom-ready']);
  }

  get top(): this {
    return this;
  }

  get processId(): number {
    return this.osProcessId;
  }

  isDestroyed(): boolean {
    return this.detached;
  }

  /** For the host. */
  moveTo({ url, origin }: FrameAddress): void {
    this.url = url;
    this.origin = origin;
  }

  /** For the host. */
  goTo(url: string): void {
    this.moveTo({ url, origin: originOf(url) });
  }
}
