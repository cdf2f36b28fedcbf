import type { Unit } from './measure.ts';

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const MB = 1_000_000;

/** Such as "0.2 a second", "25 ms", "93 %". */
export function written(value: number, unit: Unit): string {
  const { amount, word } = quantity(value, unit);
  return word ? `${amount} ${word}` : amount;
}

export function quantity(value: number, unit: Unit): { amount: string; word: string } {
  switch (unit) {
    case 'count':
      return { amount: figure(value), word: '' };
    case 'per-second':
      return { amount: figure(value), word: 'a second' };
    case 'seconds':
      return value < 1 ? { amount: figure(value * 1000), word: 'ms' } : { amount: figure(value), word: 's' };
    case 'share':
      return { amount: whole.format(value * 100), word: '%' };
    case 'bytes':
      return { amount: whole.format(value / MB), word: 'MB' };
  }
}

export function writtenRange(low: number, high: number, unit: Unit): string {
  const [from, to] = [quantity(low, unit), quantity(high, unit)];
  if (from.amount === to.amount && from.word === to.word) return `Always ${written(high, unit)}`;
  const lower = from.word === to.word ? from.amount : written(low, unit);
  return `From ${lower} to ${written(high, unit)}`;
}

function figure(value: number): string {
  return value >= 100 ? whole.format(value) : number.format(value);
}

/** "14:03:05", in UTC like the log. @param at milliseconds since 1970 */
export function writtenTime(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "2 days and 3 hours", in its two largest units. @param age milliseconds */
export function writtenAge(age: number): string {
  if (age < MINUTE) return many(Math.max(0, Math.floor(age / 1000)), 'second');
  if (age < HOUR) return many(Math.floor(age / MINUTE), 'minute');
  const [large, small] = age < DAY ? ([HOUR, MINUTE] as const) : ([DAY, HOUR] as const);
  const [first, second] = age < DAY ? (['hour', 'minute'] as const) : (['day', 'hour'] as const);
  const rest = Math.floor((age % large) / small);
  return many(Math.floor(age / large), first) + (rest > 0 ? ` and ${many(rest, second)}` : '');
}

function many(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
