import { matchKey } from '#lib/verdicts/match-key.ts';
import { MAX_BANNER_TEXT } from './head-body.ts';
import { REPEATS_TITLE, type HeadReader } from './head-reader.ts';
import { isBlank, quotedExcerpt, type Line } from '#lib/verdicts/parse/lines/line.ts';
import { parseDate } from './published-date.ts';
import {
  findInvalidDate,
  isModel,
  isProviderModel,
  namedFeed,
  parseSourceLine,
  parseSourceParts,
  type SourceLine,
} from './source-line.ts';
import { VerdictTextError } from '#lib/verdicts/parse/verdict-text-error.ts';

/** @throws VerdictTextError for a date that doesn't exist */
export function acceptSource(head: HeadReader, line: Line): boolean {
  if (line.markedAs) return false;
  const date = head.title === null || head.source === null ? findInvalidDate(line.text) : null;
  if (date !== null) throw invalidDate(line, date);
  if (head.source) return acceptSourcePart(head, line);
  const source = parseSourceLine(line.text);
  const isFeedOnly = source !== null && !source.published && !source.model;
  if (source && !(isFeedOnly && head.title === null && acceptSourceParts(head)))
    return head.addToSource([line], source);
  return source !== null || acceptSourcePart(head, line) || (head.title === null && acceptSourceParts(head));
}

/** A model, or a date below its feed, on its own line above the title. */
function acceptSourcePart(head: HeadReader, line: Line): boolean {
  if (head.title !== null) return false;
  if (isProviderModel(line.text) && !head.source?.model)
    return head.addToSource([line], { model: line.text });
  const published = head.source && !head.source.published ? parseDate(line.text) : null;
  return published !== null && head.addToSource([line], { published });
}

/** Feed, date and model on separate lines. */
function acceptSourceParts(head: HeadReader): boolean {
  const next = head.lines
    .slice(head.position, head.position + 6)
    .filter((line) => !isBlank(line))
    .slice(0, 3);
  const parts = parseSourceParts(next.map(({ text }) => text));
  if (!parts) return false;
  const lines = next.slice(0, parts.used);
  head.skipTo(lines.at(-1)!);
  return head.addToSource(lines, parts.source);
}

/** The label `Source:`. @throws VerdictTextError for a date that doesn't exist */
export function acceptSourceValue(head: HeadReader, lines: Line[], value: string): boolean {
  if (head.title !== null && matchKey(value) === matchKey(head.title))
    return head.assign(lines, 'title', REPEATS_TITLE);
  if (head.source?.feed)
    return (
      matchKey(value) === matchKey(head.source.feed) && head.assign(lines, 'source', 'Repeats the source.')
    );
  const source = parseSourceLine(value);
  if (source) return head.addToSource(lines, source);
  const date = findInvalidDate(value);
  if (date !== null) throw invalidDate(lines[0]!, date);
  return value.length <= MAX_BANNER_TEXT && head.addToSource(lines, namedFeed(value));
}

/** The label `Date:`. @throws VerdictTextError for a date that doesn't exist */
export function acceptDate(head: HeadReader, lines: Line[], value: string): boolean {
  const published = parseDate(value);
  if (!published) throw invalidDate(lines[0]!, value);
  if (head.source?.published)
    return head.source.published.text === value && head.assign(lines, 'source', 'Repeats the date.');
  return head.addToSource(lines, { published });
}

/** A line marked as source may hold the whole source or one part of it. */
export function parseSourcePart(text: string): Partial<SourceLine> {
  const published = parseDate(text);
  if (published) return { published };
  return parseSourceLine(text) ?? (isModel(text) ? { model: text } : namedFeed(text));
}

function invalidDate(line: Line, date: string): VerdictTextError {
  return new VerdictTextError({
    line: line.number,
    expected: 'a date such as 21 May 2026 or May 2026',
    found: quotedExcerpt(date),
  });
}
