/** What is left of a countdown in hundredths of its ring, 0 to 100. */
export function ringShare(remaining: number, total: number): number {
  if (!(total > 0)) return 0;
  return Math.round(Math.min(Math.max(remaining / total, 0), 1) * 100);
}
