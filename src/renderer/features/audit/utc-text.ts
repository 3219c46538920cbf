/** An instant as the log shows it: in UTC, so that it can be compared with other logs. */
export interface UtcText {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** `HH:MM:SS` */
  readonly time: string;
}

/** Splits an instant `YYYY-MM-DDTHH:MM:SS.sssZ`; whatever else stood in the log is shown as it is. */
export function utcText(instant: string): UtcText {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(instant);
  const [, date = '', time = instant] = found ?? [];
  return { date, time };
}
