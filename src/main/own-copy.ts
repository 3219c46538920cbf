/**
 * A copy that can be wiped. A short typed array lies in V8's own heap, where the collector leaves copies of it behind
 * when it moves it; one over an ArrayBuffer of its own does not, and shares no memory with anything else.
 */
export function ownCopy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(new ArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
