import { feedName } from './feed-name.ts';
import { looksLikeDate, parseDate, type PublishedDate } from './published-date.ts';

export interface SourceLine {
  name: string | null;
  feed: string | null;
  published: PublishedDate | null;
  model: string | null;
}

const BARE_ARXIV = /^arxiv\s+[a-z-]+(?:\.[a-z-]{2,})?$/i;
// `minimax/minimax-m2.7`, `minimax-quality`, `gpt-4o`: one word with a character that plain words lack.
const MODEL = /^[^\s·]*[/\d.-][^\s·]*$/;
// On its own line, only `provider/model` is certainly a model.
const PROVIDER_MODEL = /^[a-z][\w.-]*\/[\w.:-]+$/i;
const MAX_LENGTH = 240;

export function isModel(text: string): boolean {
  return MODEL.test(text);
}

/**
 * Feed, date and model separated by dots; each may be missing. Null for other lines: without a date or a model, the
 * dots could be part of a title.
 */
export function parseSourceLine(line: string): SourceLine | null {
  if (line.length > MAX_LENGTH) return null;
  if (BARE_ARXIV.test(line)) return { ...namedFeed(line), published: null, model: null };
  const parts = partsOf(line);
  const dateAt = parts.findIndex((part) => parseDate(part) !== null);
  const modelAt = parts.findLastIndex((part, i) => i > 0 && i > dateAt && MODEL.test(part));
  if (parts.length < 2 || (dateAt < 0 && modelAt < 0) || (dateAt < 0 && !line.includes('·'))) return null;
  const { feed, model } =
    dateAt >= 0 ? aroundDate(parts, dateAt) : { feed: parts.slice(0, modelAt), model: parts[modelAt]! };
  return {
    ...namedFeed(feed.join(' · ')),
    published: dateAt >= 0 ? parseDate(parts[dateAt]!) : null,
    model: model || null,
  };
}

/** The feed is before the date and the model after it; if the date comes first, the model is last. */
function aroundDate(parts: string[], dateAt: number): { feed: string[]; model: string } {
  const after = parts.slice(dateAt + 1);
  if (dateAt > 0) return { feed: parts.slice(0, dateAt), model: after.join(' · ') };
  const hasModel = MODEL.test(after.at(-1) ?? '');
  return hasModel ? { feed: after.slice(0, -1), model: after.at(-1)! } : { feed: after, model: '' };
}

/** A part with the form of a date that doesn't exist (`31 Feb 2026`), or null. */
export function findInvalidDate(line: string): string | null {
  if (line.length > MAX_LENGTH) return null;
  const parts = partsOf(line);
  if (parts.some((part) => parseDate(part) !== null)) return null;
  return parts.find((part, i) => looksLikeDate(part, { alone: i > 0 || parts.length === 1 })) ?? null;
}

export function isProviderModel(line: string): boolean {
  return line.length <= MAX_LENGTH && PROVIDER_MODEL.test(line);
}

/** Feed, date and model on separate lines, in this order. */
export function parseSourceParts(texts: string[]): { source: SourceLine; used: number } | null {
  const dateAt = texts.slice(0, 2).findIndex((text) => parseDate(text) !== null);
  if (dateAt < 0 || texts.slice(0, dateAt).some((text) => text.length > MAX_LENGTH / 2)) return null;
  const model = PROVIDER_MODEL.test(texts[dateAt + 1] ?? '') ? texts[dateAt + 1]! : null;
  return {
    source: { ...namedFeed(texts.slice(0, dateAt).join(' · ')), published: parseDate(texts[dateAt]!), model },
    used: dateAt + (model ? 2 : 1),
  };
}

export function namedFeed(feed: string): { name: string | null; feed: string | null } {
  return feed ? { name: feedName(feed), feed } : { name: null, feed: null };
}

const DOT = /\s*·\s*/;
// With other dividers, only a line of three parts is certainly not a title.
const OTHER_DIVIDERS = /\s*[|•]\s*|\s+[—–]\s+/;

function partsOf(line: string): string[] {
  if (line.includes('·')) return line.split(DOT).filter((part) => part !== '');
  const parts = line.split(OTHER_DIVIDERS).filter((part) => part !== '');
  return parts.length >= 3 ? parts : [line];
}
