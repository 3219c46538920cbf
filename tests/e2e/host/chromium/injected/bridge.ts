// Used, as text, in both worlds of a page: it stands alone and imports nothing.

/** One end of a context bridge: functions and promises are stood in for, everything else is cloned. */
export interface Bridge {
  /** Hands an object to the other world. */
  expose(name: string, api: unknown): void;
  onExpose(listener: (name: string, api: unknown) => void): void;
}

/**
 * The ends talk by DOM events under names that only they know; Chromium clones an event's detail from world to world.
 * A hostile page may replace every prototype after this ran. So all that is used later is taken now, called by
 * `Reflect.apply`, and no array is iterated, destructured or appended to.
 */
export function createBridge(outgoing: string, incoming: string): Bridge {
  type Node =
    | readonly ['plain', unknown]
    | readonly ['function' | 'promise', number]
    | readonly ['error', string]
    | readonly ['list', readonly Node[]]
    | readonly ['record', readonly (readonly [string, Node])[]];
  type Message =
    | readonly ['call', number, Node]
    | readonly ['return', boolean, Node]
    | readonly ['settle', number, boolean, Node]
    | readonly ['expose', string, Node];
  type Callable = (...args: unknown[]) => unknown;

  const { apply, defineProperty } = Reflect;
  const { isArray } = Array;
  const { keys, create } = Object;
  const describe = Object.prototype.toString;
  const clone = structuredClone;
  const [Failure, Mistake, Later, Happening, text] = [
    Error,
    TypeError,
    Promise,
    CustomEvent,
    String,
  ];
  const { then } = Promise.prototype;
  const { dispatchEvent } = EventTarget.prototype;
  const here = window;
  const detailOf = Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get;

  // Without a prototype an index is found in the table or nowhere.
  const functions = create(null) as Record<number, Callable | undefined>;
  const promises = create(null) as Record<number, readonly [Callable, Callable] | undefined>;
  let lastId = 0;
  let returned: Message | null = null;
  let exposed: (name: string, api: unknown) => void = () => undefined;

  const put = (target: object, key: string | number, value: unknown): void => {
    const property = {
      __proto__: null,
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    };
    defineProperty(target, key, property);
  };
  const post = (message: Message): void => {
    const init = { __proto__: null, detail: message };
    apply(dispatchEvent, here, [new Happening(outgoing, init)]);
  };
  const messageOf = (thrown: unknown): string =>
    thrown instanceof Failure ? text(thrown.message) : text(thrown);

  function pack(value: unknown, depth: number): Node {
    if (depth > 100) throw new Mistake('An object could not be cloned.');
    if (typeof value === 'function') {
      functions[++lastId] = value as Callable;
      return ['function', lastId];
    }
    if (value instanceof Later) return packPromise(value);
    if (value instanceof Failure) return ['error', messageOf(value)];
    try {
      return ['plain', clone(value)];
    } catch {
      if (isArray(value)) return packList(value, depth);
      if (apply(describe, value, []) === '[object Object]') {
        return packRecord(value as Record<string, unknown>, depth);
      }
      throw new Mistake('An object could not be cloned.');
    }
  }

  function packList(value: readonly unknown[], depth: number): Node {
    const nodes: Node[] = [];
    for (let at = 0; at < value.length; at += 1) put(nodes, at, pack(value[at], depth + 1));
    return ['list', nodes];
  }

  function packRecord(value: Record<string, unknown>, depth: number): Node {
    const names = keys(value);
    const entries: (readonly [string, Node])[] = [];
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] ?? '';
      put(entries, at, [name, pack(value[name], depth + 1)]);
    }
    return ['record', entries];
  }

  function packPromise(promise: Promise<unknown>): Node {
    const id = ++lastId;
    const settle = (fine: boolean) => (value: unknown) => {
      let node: Node;
      try {
        node = pack(value, 0);
      } catch (thrown) {
        fine = false;
        node = ['error', messageOf(thrown)];
      }
      post(['settle', id, fine, node]);
    };
    void apply(then, promise, [settle(true), settle(false)]);
    return ['promise', id];
  }

  function unpack(node: Node): unknown {
    switch (node[0]) {
      case 'plain':
        return node[1];
      case 'error':
        return new Failure(node[1]);
      case 'function': {
        const id = node[1];
        return (...args: unknown[]) => callThere(id, args);
      }
      case 'promise': {
        const id = node[1];
        return new Later((resolve, reject) => {
          promises[id] = [resolve, reject];
        });
      }
      case 'list': {
        const list: unknown[] = [];
        for (let at = 0; at < node[1].length; at += 1) put(list, at, unpack(node[1][at] as Node));
        return list;
      }
      case 'record': {
        const record = {};
        for (let at = 0; at < node[1].length; at += 1) {
          const entry = node[1][at] as readonly [string, Node];
          put(record, entry[0], unpack(entry[1]));
        }
        return record;
      }
    }
  }

  /** Events are dispatched synchronously, so the answer is there when `post` returns. */
  function exchange(message: Message): unknown {
    returned = null;
    post(message);
    const answer = returned as Message | null;
    returned = null;
    if (answer?.[0] !== 'return') throw new Failure('the other world did not answer');
    const value = unpack(answer[2]);
    if (!answer[1]) throw value;
    return value;
  }

  const callThere = (id: number, args: unknown[]): unknown => exchange(['call', id, pack(args, 0)]);

  function answer(work: () => unknown): void {
    let message: Message;
    try {
      message = ['return', true, pack(work(), 0)];
    } catch (thrown) {
      message = ['return', false, ['error', messageOf(thrown)]];
    }
    post(message);
  }

  function receive(event: Event): void {
    const message = apply(detailOf as Callable, event, []) as Message;
    switch (message[0]) {
      case 'call': {
        const called = functions[message[1]];
        const args = message[2];
        if (called !== undefined) answer(() => apply(called, undefined, unpack(args) as unknown[]));
        return;
      }
      case 'return':
        returned = message;
        return;
      case 'settle': {
        const promise = promises[message[1]];
        promises[message[1]] = undefined;
        promise?.[message[2] ? 0 : 1](unpack(message[3]));
        return;
      }
      case 'expose': {
        const name = message[1];
        const api = unpack(message[2]);
        answer(() => {
          exposed(name, api);
        });
      }
    }
  }

  here.addEventListener(incoming, receive);
  return {
    expose: (name, api) => exchange(['expose', name, pack(api, 0)]),
    onExpose: (listener) => {
      exposed = listener;
    },
  };
}
