// Used in Node and, as text, in the page's isolated world: it stands alone and imports nothing.

/** Carries what structured clone can carry through a text: shared and cyclic references, whole buffers behind views. */
export interface TextCodec {
  /** @throws DataCloneError for what cannot be cloned. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/** What Node does otherwise than a page. */
export interface CodecMeans {
  bytesToText(buffer: ArrayBufferLike): string;
  textToBytes(text: string): ArrayBuffer;
  /** Decides what can be cloned, and turns instances of classes into plain records. */
  clone(value: unknown): unknown;
}

export function createCodec(means?: CodecMeans): TextCodec {
  type Packed =
    null | string | number | boolean | Packed[] | { $?: string; [key: string]: unknown };
  const views = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };
  const refuse = (): never => {
    throw new DOMException('An object could not be cloned.', 'DataCloneError');
  };

  const { bytesToText, textToBytes, clone } = means ?? {
    bytesToText: (buffer: ArrayBufferLike): string => {
      const bytes = new Uint8Array(buffer);
      let text = '';
      for (let at = 0; at < bytes.length; at += 0x8000) {
        text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      }
      return btoa(text);
    },
    textToBytes: (text: string): ArrayBuffer =>
      Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer,
    clone: structuredClone,
  };

  // Both sides number objects in the order in which they meet them, so a number is enough to name one again.
  function pack(value: unknown, seen: Map<object, number>): Packed {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (typeof value === 'number') {
      const plain = Number.isFinite(value) && !Object.is(value, -0);
      return plain ? value : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
    }
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    if (typeof value !== 'object') return refuse();
    const known = seen.get(value);
    if (known !== undefined) return { $: 'again', v: known };
    seen.set(value, seen.size);
    return packObject(value, (inner) => pack(inner, seen));
  }

  function packObject(value: object, inner: (value: unknown) => Packed): Packed {
    if (Array.isArray(value)) return Array.from(value, inner);
    if (value instanceof Date) return { $: 'Date', v: value.getTime() };
    if (value instanceof RegExp) return { $: 'RegExp', v: [value.source, value.flags] };
    if (value instanceof Map) {
      return { $: 'Map', v: [...value].map(([key, item]) => [inner(key), inner(item)]) };
    }
    if (value instanceof Set) return { $: 'Set', v: Array.from(value, inner) };
    if (value instanceof ArrayBuffer) return { $: 'ArrayBuffer', v: bytesToText(value) };
    if (ArrayBuffer.isView(value)) {
      const length = 'length' in value ? (value.length as number) : value.byteLength;
      const kind = Object.prototype.toString.call(value).slice(8, -1);
      return { $: 'View', kind, v: [inner(value.buffer), value.byteOffset, length] };
    }
    if (value instanceof Error) return { $: 'Error', v: [value.name, value.message] };
    if (Object.prototype.toString.call(value) !== '[object Object]') return refuse();
    const record = Object.create(null) as Record<string, Packed>;
    for (const [key, item] of Object.entries(value)) record[key] = inner(item);
    return '$' in record ? { $: 'Object', v: record } : record;
  }

  function unpack(packed: Packed, made: unknown[]): unknown {
    if (packed === null || typeof packed !== 'object') return packed;
    const inner = (item: unknown) => unpack(item as Packed, made);
    const made1 = <T>(value: T): T => {
      made.push(value);
      return value;
    };
    if (Array.isArray(packed)) {
      const list = made1<unknown[]>([]);
      for (const item of packed) list.push(inner(item));
      return list;
    }
    const fill = (record: object): object => {
      const target = made1({});
      for (const [key, item] of Object.entries(record)) {
        const value = inner(item);
        Object.defineProperty(target, key, {
          value,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      }
      return target;
    };
    return packed.$ === undefined
      ? fill(packed)
      : unpackTagged(packed, { inner, made1, fill, made });
  }

  interface Unpacking {
    readonly inner: (item: unknown) => unknown;
    readonly made1: <T>(value: T) => T;
    readonly fill: (record: object) => object;
    readonly made: unknown[];
  }

  function unpackTagged(packed: { $?: string; [key: string]: unknown }, by: Unpacking): unknown {
    const { $: tag = '', v: content } = packed;
    const [first, second] = Array.isArray(content) ? (content as string[]) : [];
    switch (tag) {
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(content as string);
      case 'number':
        return Number(content);
      case 'again':
        return by.made[content as number];
      case 'Object':
        return by.fill(content as object);
      case 'Date':
        return by.made1(new Date(content as number));
      case 'RegExp':
        return by.made1(new RegExp(first ?? '', second));
      case 'Error':
        return by.made1(Object.assign(new Error(second), { name: first }));
      case 'ArrayBuffer':
        return by.made1(textToBytes(content as string));
      default:
        return unpackContainer(packed, by);
    }
  }

  function unpackContainer(
    { $: tag, kind, v: content }: { $?: string; [key: string]: unknown },
    by: Unpacking,
  ): unknown {
    const items = content as unknown[];
    if (tag === 'Map') {
      const map = by.made1(new Map());
      for (const entry of items) {
        const [key, value] = entry as [unknown, unknown];
        map.set(by.inner(key), by.inner(value));
      }
      return map;
    }
    if (tag === 'Set') {
      const set = by.made1(new Set());
      for (const item of items) set.add(by.inner(item));
      return set;
    }
    const place = by.made.push(null) - 1;
    const [buffer, offset, length] = items;
    const View = views[kind as 'Uint8Array'];
    const view = new View(by.inner(buffer) as ArrayBuffer, offset as number, length as number);
    by.made[place] = view;
    return view;
  }

  return {
    encode: (value) => JSON.stringify(pack(clone(value), new Map())),
    decode: (text) => unpack(JSON.parse(text) as Packed, []),
  };
}
