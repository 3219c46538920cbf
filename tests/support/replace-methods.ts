/** The same object with some of its methods replaced: a real part that fails where a test says so. */
export function replaceMethods<T extends object>(real: T, replaced: (real: T) => Partial<T>): T {
  const changed = replaced(real) as Record<string | symbol, unknown>;
  return new Proxy(real, {
    get(target, key) {
      if (Object.hasOwn(changed, key)) return changed[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
