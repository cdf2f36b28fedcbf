import { readDate, type PublishedDate } from './published-date.ts';

export interface SourceLine {
  name: string | null;
  feed: string | null;
  published: PublishedDate | null;
  model: string | null;
}

const BARE_ARXIV = /^arxiv\s+[a-z-]+(?:\.[a-z-]{2,})?$/i;
// `minimax/minimax-m2.7`, `minimax-quality`, `gpt-4o`: one word, with a mark that plain words lack.
const MODEL = /^[^\s·]*[/\d.-][^\s·]*$/;
const MAX_LENGTH = 240;

/**
 * The line above the title: feed, date and model between dots, any of them missing, spaces uneven. Null where the
 * line is something else: without a date or a model in it, dots alone could as well be part of a title.
 */
export function readSourceLine(line: string): SourceLine | null {
  if (line.length > MAX_LENGTH) return null;
  if (BARE_ARXIV.test(line)) return { ...named(line), published: null, model: null };
  if (!line.includes('·')) return null;
  const parts = line
    .split('·')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const dateAt = parts.findIndex((part) => readDate(part) !== null);
  const modelAt = parts.findLastIndex((part, i) => i > 0 && i > dateAt && MODEL.test(part));
  if (dateAt < 0 && modelAt < 0) return null;
  const feed = parts.filter((_, i) => i < (dateAt >= 0 ? dateAt : modelAt)).join(' · ');
  const after = dateAt >= 0 ? parts.slice(dateAt + 1).join(' · ') : parts[modelAt]!;
  return {
    ...named(feed),
    published: dateAt >= 0 ? readDate(parts[dateAt]!) : null,
    model: after || null,
  };
}

function named(feed: string): { name: string | null; feed: string | null } {
  if (!feed) return { name: null, feed: null };
  return { name: /^arxiv\b/i.test(feed) ? 'arXiv' : feed, feed };
}
