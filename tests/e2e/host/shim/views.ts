import type {
  Rectangle,
  View as ElectronView,
  WebContentsView as ElectronWebContentsView,
  WebContentsViewConstructorOptions,
} from 'electron';
import { StrictEmitter } from './strict.ts';
import { WebContentsStandIn } from './web-contents.ts';

type Offered = Pick<
  ElectronView,
  'getBounds' | 'getVisible' | 'setBackgroundColor' | 'setBorderRadius' | 'setBounds' | 'setVisible'
>;

export class View extends StrictEmitter implements Offered {
  readonly children: View[] = [];
  #bounds: Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  #visible = true;

  constructor() {
    super('view', ['bounds-changed']);
  }

  /** The newest child lies on top; adding one again brings it there. */
  addChildView(view: View, index = this.children.length): void {
    this.removeChildView(view);
    this.children.splice(index, 0, view);
  }

  removeChildView(view: View): void {
    const at = this.children.indexOf(view);
    if (at >= 0) this.children.splice(at, 1);
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Rectangle): void {
    this.#bounds = { ...bounds };
    this.emit('bounds-changed');
  }

  getVisible(): boolean {
    return this.#visible;
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
  }

  setBackgroundColor(): void {}

  setBorderRadius(): void {}
}

export class WebContentsView
  extends View
  implements Omit<Pick<ElectronWebContentsView, 'setBounds' | 'webContents'>, 'webContents'>
{
  readonly webContents: WebContentsStandIn;

  constructor({ webPreferences }: WebContentsViewConstructorOptions = {}) {
    super();
    this.webContents = new WebContentsStandIn(webPreferences);
  }

  override setBounds(bounds: Rectangle): void {
    super.setBounds(bounds);
    if (!this.webContents.isDestroyed() && bounds.width > 0 && bounds.height > 0) {
      this.webContents.resize({ width: bounds.width, height: bounds.height });
    }
  }
}
