import { matchKey } from '#lib/verdicts/match-key.ts';
import {
  BACK,
  DECORATION,
  ENDS,
  MAX_BOILERPLATE_LINE,
  MAX_MENU,
  MENU_ENTRY,
  MENU_WIDTH,
  MIN_PHRASE,
  PHRASES,
  SITE_ENDS,
  SITE_NAME,
} from './boilerplate-patterns.ts';
import { isBanner } from '#lib/verdicts/parse/sections/heading-shapes.ts';
import { parseLabel } from '#lib/verdicts/parse/head/labels.ts';
import {
  bulletItem,
  isBlank,
  assignRole,
  type Line,
  type LineAssignment,
} from '#lib/verdicts/parse/lines/line.ts';
import { linkAddress } from '#lib/verdicts/parse/lines/link-line.ts';
import { isSampleMark } from '#lib/verdicts/parse/sample-mark.ts';
import { parseSourceLine } from '#lib/verdicts/parse/head/source-line.ts';

export interface PageContent {
  lines: Line[];
  removed: LineAssignment[];
  /** The article's address, if its line was removed. */
  url: string | null;
}

/** What the verdict's own lines are recognised by. */
export interface Landmarks {
  /** The kind of section that the line opens, or null. */
  headingOf: (line: Line) => string | null;
  isClassification: (line: Line) => boolean;
}

/** Removes what the site adds around a verdict: menus above; comments, newsletter and links below. */
export function removeBoilerplate(lines: Line[], landmarks: Landmarks): PageContent {
  const marked = lines.filter(isMarked);
  // A marked line still shows where boilerplate starts.
  const open = lines.filter((line) => !isMarked(line) || isEnd(line));
  const { above, kept } = splitTop(open, landmarks);
  const end = findContentEnd(kept, landmarks);
  const below = kept.slice(end);
  const link = findArticleLink(below);
  return {
    lines: kept.slice(0, end).filter(({ markedAs }) => markedAs !== 'furniture'),
    removed: [
      ...marked.flatMap((line) =>
        assignRole([line], 'furniture', line.boilerplate ?? 'Marked as boilerplate.'),
      ),
      ...assignRole(above, 'furniture', 'Above the verdict.'),
      ...assignRole(below, 'furniture', 'Below the verdict.'),
      ...assignRole(link ? [link.line] : [], 'address', 'The address of the article; the line is removed.'),
    ],
    url: link?.url ?? null,
  };
}

function isMarked(line: Line): boolean {
  return line.markedAs === 'furniture' || (line.boilerplate !== null && line.markedAs === null);
}

/** Menu entries above the first section, and all other lines above the source line. */
function splitTop(lines: Line[], { headingOf }: Landmarks): { above: Line[]; kept: Line[] } {
  const found = lines.findIndex((line) => headingOf(line) !== null);
  const body = found < 0 ? lines.length : found;
  const start = findMenuEnd(lines.slice(0, Math.min(body, MAX_MENU)));
  const isMenu = (line: Line, i: number) => i < start || (i < body && isSiteLine(line));
  const above = lines.filter((line, i) => line.markedAs === null && isMenu(line, i) && !isBlank(line));
  const cut = new Set(above);
  return { above, kept: lines.filter((line) => !cut.has(line)) };
}

/** The number of menu lines above the source line; 0 if no source line is near the top. */
function findMenuEnd(top: Line[]): number {
  const source = top.findIndex((line) => parseSourceLine(line.text) !== null);
  const above = top.slice(0, Math.max(source, 0));
  const isMenu = above.every(
    (line) =>
      isShortLine(line) && !isBanner(line.text) && !isSampleMark(line.text) && parseLabel(line.text) === null,
  );
  if (source <= 0 || !isMenu) return 0;
  if (titleBelow(top, source) || top.some(({ text }) => parseLabel(text)?.name === 'title')) return source;
  const title = above.findLastIndex((line) => !isBlank(line) && !isSiteLine(line));
  return Math.max(title, 0);
}

/** Menus have no sentences. */
function isShortLine({ text }: Line): boolean {
  return text.length <= MENU_WIDTH && !/[.!?]$/.test(text);
}

/** The title follows the source line; otherwise it is above it. */
function titleBelow(lines: Line[], source: number): boolean {
  const next = lines.slice(source + 1).find((line) => !isBlank(line) && !isSampleMark(line.text));
  return next !== undefined && parseLabel(next.text) === null && !isBanner(next.text);
}

function isSiteLine(line: Line): boolean {
  const text = bulletItem(line) ?? line.text;
  if (line.markedAs !== null || text.length > MENU_WIDTH) return false;
  if (SITE_NAME.test(text) || BACK.test(text)) return true;
  const isBar = /^copecheck /i.test(text);
  // A breadcrumb: `CopeCheck > Analyser > Result`.
  if (isBar && /^copecheck\s*[>›»/]/i.test(text)) return true;
  const entries = text.split(isBar ? /\s*[·|•/\s]\s*/ : /\s*[·|•/]\s*/);
  return text !== '' && entries.every((entry) => MENU_ENTRY.test(entry.trim()));
}

/** The first line of boilerplate that isn't followed by a section of the verdict. */
function findContentEnd(lines: Line[], landmarks: Landmarks): number {
  const first = lines.findIndex((line) => landmarks.headingOf(line) !== null);
  const siteEnd = lines.findIndex((_, i) => i > first && isCertainEnd(lines, i));
  const upTo = siteEnd < 0 ? lines : lines.slice(0, siteEnd);
  const lastOwn = lastNewSection(upTo, landmarks);
  const end = upTo.findIndex((line, i) => i > first && i > lastOwn && isEnd(line));
  if (end >= 0) return end;
  return siteEnd >= 0 ? siteEnd : (endsInPhrase(lines) ?? lines.length);
}

/** A sentence that only the site writes, the comments, or two consecutive lines of boilerplate. */
function isCertainEnd(lines: Line[], i: number): boolean {
  const line = lines[i]!;
  if (isSiteEnd(line) || isCommentsHeading(lines, i)) return true;
  if (!isEnd(line) || bulletItem(line) !== null) return false;
  const next = lines.slice(i + 1, i + 1 + NEXT_TEXT_WITHIN).find((each) => !isBlank(each));
  return next !== undefined && isEnd(next) && stripDecoration(next) !== stripDecoration(line);
}

// Up to two blank lines may be between.
const NEXT_TEXT_WITHIN = 3;

function isEnd(line: Line): boolean {
  if (isMarkedContent(line) || line.cells || line.text.length > MAX_BOILERPLATE_LINE || line.text === '')
    return false;
  const parts = splitLinks(line);
  return isSiteEnd(line) || parts.every((part) => ENDS.some((pattern) => pattern.test(part)));
}

/** A bare heading, followed by a comment with its age. */
function isCommentsHeading(lines: Line[], i: number): boolean {
  const { text, markedAs } = lines[i]!;
  return (
    markedAs === null &&
    /^(?:comments|discussion|replies)$/i.test(text) &&
    lines.slice(i + 1, i + AGE_WITHIN).some(isAge)
  );
}

const AGE_WITHIN = 8;

function isAge({ text }: Line): boolean {
  return (
    text.length <= MENU_WIDTH &&
    /\b(?:just now|yesterday|\d+ ?(?:s|m|min|h|hr|hrs|d|w|mo|y|(?:second|minute|hour|day|week|month|year)s?)(?: ago)?)$/i.test(
      text,
    )
  );
}

/** Several links can be on one line. */
function splitLinks(line: Line): string[] {
  return stripDecoration(line)
    .split(/\s[|·•]\s/)
    .map((part) => part.trim());
}

function stripDecoration(line: Line): string {
  if (line.text.length > MAX_BOILERPLATE_LINE) return line.text;
  return (bulletItem(line) ?? line.text).replace(DECORATION, '').trim();
}

function isMarkedContent({ markedAs }: Line): boolean {
  return markedAs !== null && markedAs !== 'furniture';
}

function isSiteEnd({ text, markedAs }: Line): boolean {
  return (
    (markedAs === null || markedAs === 'furniture') &&
    text.length <= MAX_BOILERPLATE_LINE &&
    SITE_ENDS.some((pattern) => pattern.test(text))
  );
}

/** The last line that opens a new kind of section or classifies. Comments that quote a heading do neither. */
function lastNewSection(lines: Line[], { headingOf, isClassification }: Landmarks): number {
  const seen = new Set<string>();
  let last = -1;
  lines.forEach((line, i) => {
    const name = isClassification(line) ? 'classification' : headingOf(line);
    if (name === null || seen.has(matchKey(name))) return;
    seen.add(matchKey(name));
    last = i;
  });
  return last;
}

/** The index of a last line that is cut off in a phrase of the site, or null. */
function endsInPhrase(lines: Line[]): number | null {
  const at = lines.findLastIndex((line) => !isBlank(line));
  const text = lines[at]?.text ?? '';
  const isPhrase = text.length >= MIN_PHRASE && PHRASES.some((phrase) => phrase.startsWith(text));
  return isPhrase && isBlank(lines[at - 1]) ? at : null;
}

/**
 * `Open original source` with its address on the same or the next line. Above the comments, any line that is only an
 * address links to the article; among them, it is a reader's.
 */
function findArticleLink(lines: Line[]): { line: Line; url: string } | null {
  const site = lines.findIndex((line, i) => isSiteEnd(line) || isCommentsHeading(lines, i));
  for (const [i, line] of lines.entries()) {
    const isOriginal = splitLinks(line).some((part) => ORIGINAL.test(part));
    if (!isOriginal && site >= 0 && i >= site) continue;
    const url =
      (isOriginal ? line.link : null) ??
      linkAddress(line) ??
      (isOriginal ? linkAddress(nextText(lines, i)) : null);
    if (url !== null) return { line, url };
  }
  return null;
}

const ORIGINAL = /^(?:read|view|see|open|go to|visit) (?:the )?(?:original|full|source)\b.{0,20}$/i;

function nextText(lines: Line[], i: number): Line {
  return lines.slice(i + 1, i + 3).find((line) => !isBlank(line)) ?? lines[i]!;
}
