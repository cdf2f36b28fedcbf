import { fold } from '#lib/verdicts/match-key.ts';
import { MAX_BANNER_TEXT } from './head-body.ts';
import { REPEATS_TITLE, type HeadState } from './head-reader.ts';
import { isBlank, shown, type Line } from '#lib/verdicts/parse/lines/line.ts';
import { readDate } from './published-date.ts';
import {
  badDate,
  isModel,
  isProviderModel,
  named,
  readSourceLine,
  readSourceParts,
  type SourceLine,
} from './source-line.ts';
import { VerdictTextError } from '#lib/verdicts/parse/verdict-text-error.ts';

/** @throws VerdictTextError for a date that doesn't exist */
export function tookSource(head: HeadState, line: Line): boolean {
  if (line.as) return false;
  const date = head.title === null || head.source === null ? badDate(line.text) : null;
  if (date !== null) throw wrongDate(line, date);
  if (head.source) return tookSourcePart(head, line);
  const source = readSourceLine(line.text);
  const isFeedOnly = source !== null && !source.published && !source.model;
  if (source && !(isFeedOnly && head.title === null && tookSourceParts(head)))
    return head.addToSource([line], source);
  return source !== null || tookSourcePart(head, line) || (head.title === null && tookSourceParts(head));
}

/** A model, or a date below its feed, on a line above the title. */
function tookSourcePart(head: HeadState, line: Line): boolean {
  if (head.title !== null) return false;
  if (isProviderModel(line.text) && !head.source?.model)
    return head.addToSource([line], { model: line.text });
  const published = head.source && !head.source.published ? readDate(line.text) : null;
  return published !== null && head.addToSource([line], { published });
}

/** Feed, date and model on lines of their own. */
function tookSourceParts(head: HeadState): boolean {
  const next = head.lines
    .slice(head.at, head.at + 6)
    .filter((line) => !isBlank(line))
    .slice(0, 3);
  const parts = readSourceParts(next.map(({ text }) => text));
  if (!parts) return false;
  const lines = next.slice(0, parts.used);
  head.moveTo(lines.at(-1)!);
  return head.addToSource(lines, parts.source);
}

/** What the label `Source:` says. @throws VerdictTextError for a date that doesn't exist */
export function tookSourceValue(head: HeadState, lines: Line[], value: string): boolean {
  if (head.title !== null && fold(value) === fold(head.title)) return head.use(lines, 'title', REPEATS_TITLE);
  if (head.source?.feed)
    return fold(value) === fold(head.source.feed) && head.use(lines, 'source', 'Repeats the source.');
  const source = readSourceLine(value);
  if (source) return head.addToSource(lines, source);
  const date = badDate(value);
  if (date !== null) throw wrongDate(lines[0]!, date);
  return value.length <= MAX_BANNER_TEXT && head.addToSource(lines, named(value));
}

/** What the label `Date:` says. @throws VerdictTextError for a date that doesn't exist */
export function tookDate(head: HeadState, lines: Line[], value: string): boolean {
  const published = readDate(value);
  if (!published) throw wrongDate(lines[0]!, value);
  if (head.source?.published)
    return head.source.published.text === value && head.use(lines, 'source', 'Repeats the date.');
  return head.addToSource(lines, { published });
}

/** What a line that a person selected says of the source: all of it, or the part that stands on a line of its own. */
export function sourcePart(text: string): Partial<SourceLine> {
  const published = readDate(text);
  if (published) return { published };
  return readSourceLine(text) ?? (isModel(text) ? { model: text } : named(text));
}

function wrongDate(line: Line, date: string): VerdictTextError {
  return new VerdictTextError({
    line: line.number,
    expected: 'a date such as 21 May 2026 or May 2026',
    found: shown(date),
  });
}
