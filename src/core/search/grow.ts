type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** An array of numbers that grows by doubling; what it leaves behind is zero. */
export class Growing<T extends Numbers> {
  items: T;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T, length = 1024) {
    this.#make = make;
    this.items = make(length);
  }

  /** Makes room for an item at `index`. */
  reserve(index: number): void {
    if (index < this.items.length) return;
    const larger = this.#make(Math.max(index + 1, this.items.length * 2));
    larger.set(this.items);
    this.items.fill(0);
    this.items = larger;
  }

  wipe(): void {
    this.items.fill(0);
    this.items = this.#make(0);
  }
}

/** Zero bytes. */
export const bytes = (length: number): Uint8Array => new Uint8Array(length);
/** Zeroes of 32 bits. */
export const words = (length: number): Uint32Array => new Uint32Array(length);
/** Zeroes of 64 bits, floating. */
export const doubles = (length: number): Float64Array => new Float64Array(length);
