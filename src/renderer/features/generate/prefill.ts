let held: Uint8Array | null = null;

/** Keeps a generated value for the form that is about to open; one at a time. */
export function holdPrefill(value: Uint8Array): void {
  held?.fill(0);
  held = value;
}

/** Gives it away: whoever takes it zeroes it. */
export function takePrefill(): Uint8Array | null {
  const taken = held;
  held = null;
  return taken;
}
