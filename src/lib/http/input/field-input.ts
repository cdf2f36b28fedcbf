import { z } from 'zod';

/** The largest value of PostgreSQL's integer. A larger parameter is an error in the database, not "no rows". */
const MAX_INTEGER = 2 ** 31 - 1;

/** PostgreSQL rejects NUL in text, and half a surrogate pair in JSON. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Text that is stored or compared in the database. Chain lengths and trimming to it. */
export function storedText(missing?: string) {
  return z.string(missing).refine(isStorable, 'This contains a character that can’t be stored. Remove it.');
}

/** Words to search for, or a name to filter by. NUL is dropped; an empty parameter, as forms send it, is no filter. */
export function searchInput(maxLength: number) {
  return z
    .string()
    .max(maxLength, `Use up to ${maxLength} characters.`)
    .transform((text) => text.replaceAll('\0', '').toWellFormed().trim() || undefined)
    .optional();
}

export function limitInput(usual: number) {
  const message = 'Ask for 1 to 100.';
  return z.coerce.number(message).int(message).min(1, message).max(100, message).default(usual);
}

/** A count or version, from JSON or as text: zero or more, and within PostgreSQL's integer. */
export function integerInput({ min = 0 } = {}) {
  const message = `Use a whole number, ${min} or more.`;
  return z.coerce
    .number(message)
    .int(message)
    .min(min, message)
    .max(MAX_INTEGER, 'That number is too large.');
}

// ISO 8601 has a year 0 and PostgreSQL has not.
const hasYear = (text: string) => !text.startsWith('0000');

/** A day, YYYY-MM-DD. */
export function dateInput() {
  return z.iso.date('Use YYYY-MM-DD.').refine(hasYear, 'Use a year from 0001.');
}

export function timeInput() {
  return z.iso.datetime('Use a time such as 2026-11-28T09:30:00Z.').refine(hasYear, 'Use a year from 0001.');
}

export function timestampCodec() {
  return z.codec(timeInput(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  });
}

/** A form sends an empty field as '', which here counts as left out. */
export function emptyAsUndefined<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema);
}

export const slugInput = storedText().min(1).max(200);
