import { feedName } from './feed-name.ts';
import { looksLikeDate, parseDate, type PublishedDate } from './published-date.ts';

export interface SourceLine {
  name: string | null;
  feed: string | null;
  published: PublishedDate | null;
  model: string | null;
}

const BARE_ARXIV = /^arxiv\s+[a-z-]+(?:\.[a-z-]{2,})?$/i;
// `minimax/minimax-m2.7`, `minimax-quality`, `gpt-4o`: one word, with a mark that plain words lack.
const MODEL = /^[^\s·]*[/\d.-][^\s·]*$/;
// On a line of its own, only a provider with a slash is surely a model.
const PROVIDER_MODEL = /^[a-z][\w.-]*\/[\w.:-]+$/i;
const MAX_LENGTH = 240;

/** Whether a text is written like a model's name rather than like words. */
export function isModel(text: string): boolean {
  return MODEL.test(text);
}

/**
 * The line above the title: feed, date and model between dots, any of them missing, spaces uneven. Null if the line is
 * something else: without a date or a model in it, dots alone could as well be part of a title.
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

/** The feed stands above the date, the model below it; in a line that begins with the date, the model is the last part. */
function aroundDate(parts: string[], dateAt: number): { feed: string[]; model: string } {
  const after = parts.slice(dateAt + 1);
  if (dateAt > 0) return { feed: parts.slice(0, dateAt), model: after.join(' · ') };
  const hasModel = MODEL.test(after.at(-1) ?? '');
  return hasModel ? { feed: after.slice(0, -1), model: after.at(-1)! } : { feed: after, model: '' };
}

/** A part of a source line that is written like a date and names none (`31 Feb 2026`); null if there is no such part. */
export function findInvalidDate(line: string): string | null {
  if (line.length > MAX_LENGTH) return null;
  const parts = partsOf(line);
  if (parts.some((part) => parseDate(part) !== null)) return null;
  return parts.find((part, i) => looksLikeDate(part, { alone: i > 0 || parts.length === 1 })) ?? null;
}

/** Whether a line is nothing but a model with its provider (`minimax/minimax-m2.7`). */
export function isProviderModel(line: string): boolean {
  return line.length <= MAX_LENGTH && PROVIDER_MODEL.test(line);
}

/** The parts of a source line, each on a line of its own: a date, above it the feed, below it the model. */
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
// Elsewhere than between dots, only a line of three parts is surely no title.
const OTHER_DIVIDERS = /\s*[|•]\s*|\s+[—–]\s+/;

function partsOf(line: string): string[] {
  if (line.includes('·')) return line.split(DOT).filter((part) => part !== '');
  const parts = line.split(OTHER_DIVIDERS).filter((part) => part !== '');
  return parts.length >= 3 ? parts : [line];
}
