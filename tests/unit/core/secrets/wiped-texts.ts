import { vi } from 'vitest';

/** What the buffers held that `act` zeroed, as text, in order. A throw of `act` goes nowhere. */
export function wipedTexts(act: () => unknown): string[] {
  const texts: string[] = [];
  const fill = Buffer.prototype.fill;
  const spy = vi.spyOn(Buffer.prototype, 'fill').mockImplementation(function (this: Buffer, value) {
    if (value === 0) texts.push(this.toString('utf8'));
    return fill.call(this, value);
  });
  try {
    act();
  } catch {
    // Only what was wiped matters.
  } finally {
    spy.mockRestore();
  }
  return texts;
}
