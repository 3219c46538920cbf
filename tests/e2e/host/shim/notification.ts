import type {
  Notification as ElectronNotification,
  NotificationConstructorOptions,
} from 'electron';
import { host } from './host-link.ts';
import { cancellable, strictClass, StrictEmitter } from './strict.ts';

class NotificationStandIn
  extends StrictEmitter
  implements Pick<ElectronNotification, 'body' | 'close' | 'show' | 'silent' | 'title'>
{
  title: string;
  body: string;
  silent: boolean;

  constructor({ title = '', body = '', silent = false }: NotificationConstructorOptions = {}) {
    super('notification', ['show', 'close'], ['click', 'failed', 'action', 'reply']);
    this.title = title;
    this.body = body;
    this.silent = silent;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    host.tell('record', { did: 'notify', what: `${this.title}\n${this.body}` });
    this.emit('show', cancellable({}));
  }

  close(): void {
    this.emit('close', cancellable({}));
  }
}

export const Notification = strictClass(NotificationStandIn);
