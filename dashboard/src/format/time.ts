const formatters = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

function toDate(timestampS: number | bigint): Date {
  return new Date(Number(timestampS) * 1000);
}

export interface Place {
  readonly locale: string;
  /** IANA name; the reader's own if absent. */
  readonly timeZone?: string | undefined;
}

/** Day and minute in the reader's zone. @param timestampS Unix seconds. */
export function formatMoment(timestampS: number | bigint, { locale, timeZone }: Place): string {
  return dateFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(toDate(timestampS));
}

/** Day in the reader's zone. @param timestampS Unix seconds. */
export function formatDay(timestampS: number | bigint, { locale, timeZone }: Place): string {
  return dateFormat(locale, { dateStyle: "medium", timeZone }).format(toDate(timestampS));
}

/** Weekday, day and month in the reader's zone. @param timestampS Unix seconds. */
export function formatWeekday(timestampS: number | bigint, { locale, timeZone }: Place): string {
  return dateFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone }).format(toDate(timestampS));
}

/** Hour and minute in the reader's zone. @param timestampS Unix seconds. */
export function formatClock(timestampS: number | bigint, { locale, timeZone }: Place): string {
  return dateFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone }).format(toDate(timestampS));
}

/** The moment to the second with its zone in words, for a hint. @param timestampS Unix seconds. */
export function formatMomentWithZone(timestampS: number | bigint, { locale, timeZone }: Place): string {
  const options: Intl.DateTimeFormatOptions = {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
    timeZone,
  };
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${dateFormat(locale, options).format(toDate(timestampS))} (${zone})`;
}

/** Machine-readable form for `<time datetime>`. @param timestampS Unix seconds. */
export function isoMoment(timestampS: number | bigint): string {
  return toDate(timestampS).toISOString();
}
