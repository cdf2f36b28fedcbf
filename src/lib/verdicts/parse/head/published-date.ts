export interface PublishedDate {
  /** YYYY-MM-DD; null if only a month or a year is given. */
  day: string | null;
  /** As written. */
  text: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\\.?';
const DAY_MONTH_YEAR = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)? ${MONTH},? (\\d{4})$`, 'i');
const MONTH_DAY_YEAR = new RegExp(`^${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})$`, 'i');
const MONTH_YEAR = new RegExp(`^${MONTH},? (\\d{4})$`, 'i');
const ISO = /^(\d{4})-(\d{2})(?:-(\d{2}))?(?:T.*)?$/;

/** Null if the text is no date, or names a day that doesn't exist. */
export function parseDate(written: string): PublishedDate | null {
  const text = stripDateWords(written);
  const [year, month, day] = parts(text) ?? [];
  if (!year || !month) return null;
  if (day === undefined) return { day: null, text };
  const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
  return exists ? { day: iso, text } : null;
}

const LEAD =
  /^(?:(?:published|posted|updated|on)\b\s*:?\s*)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?/i;
const TIME = /,?\s+(?:at\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?$/i;

/** Without weekday, time and words such as "Published". */
function stripDateWords(written: string): string {
  return written.trim().slice(0, MAX_DATE).replace(LEAD, '').replace(TIME, '');
}

// `Published on Wednesday, 30th September 2026, 14:05 UTC` is the longest.
const MAX_DATE = 80;
const MONTH_NAME = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$/i;
const DAY_WORD_YEAR = /^\d{1,2}(?:st|nd|rd|th)?\.? \p{L}{3,12}\.?,? \d{4}$/u;
const NUMBERS = /^\d{1,4}([./-])\d{1,2}\1\d{1,4}(?:T.*)?$|^\d{4}-\d{2}$/;

/** Whether the text has the form of a date, valid or not. `alone`: the text can't be anything else. */
export function looksLikeDate(written: string, { alone }: { alone: boolean }): boolean {
  const text = written.trim();
  if (DAY_WORD_YEAR.test(text) || NUMBERS.test(text)) return true;
  const words = text.split(/[ ,]+/);
  const fits = words.length <= 4 && words.some((word) => MONTH_NAME.test(word));
  return (
    alone &&
    fits &&
    /\d/.test(text) &&
    words.every((word) => MONTH_NAME.test(word) || /^\d+\p{L}{0,2}\.?$/u.test(word))
  );
}

/** Lists sort by this: the start of the day or month. Null without a date. */
export function sortDate(publishedAt: string | null, publishedText: string | null): Date | null {
  if (publishedAt) return new Date(`${publishedAt}T00:00:00Z`);
  const [year, month] = parts(publishedText ?? '') ?? [];
  return year && month ? new Date(Date.UTC(year, month - 1, 1)) : null;
}

function parts(text: string): [year: number, month: number, day?: number] | null {
  const dmy = DAY_MONTH_YEAR.exec(text);
  if (dmy) return [Number(dmy[3]), monthOf(dmy[2]!), dayOf(dmy[1]!)];
  const mdy = MONTH_DAY_YEAR.exec(text);
  if (mdy) return [Number(mdy[3]), monthOf(mdy[1]!), dayOf(mdy[2]!)];
  const my = MONTH_YEAR.exec(text);
  if (my) return [Number(my[2]), monthOf(my[1]!)];
  const iso = ISO.exec(text);
  if (!iso || Number(iso[2]) > 12) return null;
  return iso[3] ? [Number(iso[1]), Number(iso[2]), dayOf(iso[3])] : [Number(iso[1]), Number(iso[2])];
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** Invalid days become 99, which no month has, so `parseDate` rejects them. */
function dayOf(digits: string): number {
  const day = Number(digits);
  return day >= 1 && day <= 31 ? day : 99;
}
