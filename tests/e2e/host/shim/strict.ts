import { EventEmitter } from 'node:events';

function missing(owner: string, key: string): never {
  throw new Error(`${owner}.${key} is not offered by the Chromium host`);
}

function guard<T extends object>(owner: string, target: T): T {
  return new Proxy(target, {
    get(_, key, receiver) {
      // A promise is looked for in whatever is awaited, toJSON in whatever is printed.
      const free = typeof key === 'symbol' || key === 'then' || key === 'toJSON';
      return key in target || free ? Reflect.get(target, key, receiver) : missing(owner, key);
    },
    set(_, key, value, receiver) {
      if (typeof key === 'string' && !(key in target)) missing(owner, key);
      return Reflect.set(target, key, value, receiver);
    },
    defineProperty: (_, key, property) => Reflect.defineProperty(target, key, property),
  });
}

/** The same object; reading or setting a member that it does not have throws. */
export function strict<T extends object>(name: string, members: T): T {
  return guard(name, members);
}

/** The same for a class: its static members are looked at. */
export function strictClass<T extends abstract new (...args: never[]) => object>(type: T): T {
  return guard(type.name, type);
}

/**
 * An object of Electron with members and events. Listening to an event that the host never fires throws, because
 * the app would wait for it in vain; those that cannot happen here are listed by name in `quiet`.
 */
export class StrictEmitter extends EventEmitter {
  constructor(owner: string, fired: readonly string[] | 'any', quiet: readonly string[] = []) {
    super();
    super.on('newListener', (event: string) => {
      if (fired === 'any' || [...fired, ...quiet].includes(event)) return;
      throw new Error(`${owner} fires no '${event}' in the Chromium host`);
    });
    return guard(owner, this);
  }
}

/** An event that listeners may prevent. */
export function cancellable<T extends object>(
  details: T,
): T & { readonly defaultPrevented: boolean; preventDefault(): void } {
  return Object.assign(details, {
    defaultPrevented: false,
    preventDefault(this: { defaultPrevented: boolean }): void {
      this.defaultPrevented = true;
    },
  });
}
