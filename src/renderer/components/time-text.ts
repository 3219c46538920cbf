/** `date` 3 Oct 2026 · `time` 09:45 · `seconds` 09:45:12 · `full` 3 Oct 2026, 09:45 */
export type TimeStyle = 'date' | 'time' | 'seconds' | 'full';

export interface TimeTextOptions {
  readonly style: TimeStyle;
  readonly locale: string;
  /** The owner's own without it. The audit log is in UTC and says so. */
  readonly timeZone?: string | undefined;
}

const DATE = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const SHAPES: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  date: DATE,
  time: CLOCK,
  seconds: { ...CLOCK, second: '2-digit' },
  full: { ...DATE, ...CLOCK },
};

/** An instant in words; what is not an instant is given back as it is. */
export function timeText(iso: string, { style, locale, timeZone }: TimeTextOptions): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  return formatOf(style, locale, timeZone).format(at);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs more than using it a thousand times. */
function formatOf(style: TimeStyle, locale: string, timeZone?: string): Intl.DateTimeFormat {
  const key = `${style} ${locale} ${timeZone ?? ''}`;
  const known = formats.get(key);
  if (known) return known;
  const zone = timeZone === undefined ? {} : { timeZone };
  const made = new Intl.DateTimeFormat(locale, { ...SHAPES[style], ...zone });
  formats.set(key, made);
  return made;
}
