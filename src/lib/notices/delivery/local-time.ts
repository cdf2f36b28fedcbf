export interface LocalTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** 0: Sunday. */
  weekday: number;
}

const MINUTE = 60_000;

/** The name as the tables of time zones spell it; null if they don't have it. */
export function knownTimeZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** By name, because making one takes longer than using it. There are some hundred zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    // A stored zone may be missing after an update of the tables.
    const timeZone = knownTimeZone(zone) ?? 'UTC';
    const date = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const time = { hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en', { timeZone, ...date, ...time });
    formats.set(zone, format);
  }
  return format;
}

/** What clocks in this zone show. */
export function localTime(at: Date, zone: string): LocalTime {
  const parts = formatOf(zone).formatToParts(at);
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(parts.find(({ type }) => type === name)!.value);
  const [year, month, day] = [part('year'), part('month'), part('day')];
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, hour: part('hour'), minute: part('minute'), weekday };
}

/** When clocks in this zone show the hour of a day, which may be beyond the end of its month. */
export function instantOf(
  { year, month, day, hour }: Pick<LocalTime, 'year' | 'month' | 'day' | 'hour'>,
  zone: string,
): Date {
  const asUtc = Date.UTC(year, month - 1, day, hour);
  // The offset at the guess may be another one on a day on which the clocks change.
  const guess = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(guess, zone));
}

/** Milliseconds by which clocks in the zone are ahead of UTC. */
function offsetAt(ms: number, zone: string): number {
  const { year, month, day, hour, minute } = localTime(new Date(ms), zone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / MINUTE) * MINUTE;
}
