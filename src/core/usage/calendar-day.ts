/** Every zone's days begin at a quarter of an hour of UTC, and its clocks are changed at one. */
const QUARTER_MS = 15 * 60_000;

/** Calendar days of one time zone; asking for the same quarter of an hour again costs nothing. */
export class CalendarDays {
  readonly #format: Intl.DateTimeFormat;
  #quarter = Number.NaN;
  #day = '';

  /** @param zone an IANA name that this program knows. @throws RangeError for any other. */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  }

  /** The day of an instant (milliseconds since 1970 UTC) as `YYYY-MM-DD`. */
  dayOf(ms: number): string {
    const quarter = Math.floor(ms / QUARTER_MS);
    if (quarter === this.#quarter) return this.#day;
    const parts = new Map(this.#format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const year = (parts.get('year') ?? '').padStart(4, '0');
    this.#day = `${year}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
    this.#quarter = quarter;
    return this.#day;
  }
}

/** The month of a day, `YYYY-MM`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}
