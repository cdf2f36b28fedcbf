import { MAX_BANNER_TEXT, mayBeTitle, repeatsTitle, startsBody } from './head-body.ts';
import { acceptLabel } from './head-labels.ts';
import { acceptOpening, acceptQuote } from './head-opening.ts';
import { parseSourcePart, acceptSource } from './head-source.ts';
import { HeadReader, NO_SOURCE, REPEATS_TITLE } from './head-reader.ts';
import { isBanner, isNamedLine } from '#lib/verdicts/parse/sections/heading-shapes.ts';
import { startsOpenQuote, parseLabel, stripQuotes } from './labels.ts';
import {
  bulletItem,
  endsSentence,
  isBlank,
  type Line,
  type LineAssignment,
} from '#lib/verdicts/parse/lines/line.ts';
import { linkAddress } from '#lib/verdicts/parse/lines/link-line.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import { isSampleMark } from '#lib/verdicts/parse/sample-mark.ts';
import type { Shape } from '#lib/verdicts/parse/shape.ts';
import type { SourceLine } from './source-line.ts';

export interface PageHead {
  source: SourceLine;
  url: string | null;
  title: string | null;
  opening: string | null;
  sample: boolean;
  /** Lines that announce the first section. */
  banners: string[];
  /** Text above the first section without a label. */
  unlabelled: Line[];
  /** Lines not used by the head, in order: unlabelled ones, then the sections. */
  remaining: Line[];
  lines: LineAssignment[];
}

/**
 * Parses the part above the first section: source line, title, opening, banners. @throws VerdictTextError for a date
 * that doesn't exist
 */
export function parseHead(lines: Line[], shape: Shape): PageHead {
  const head = new HeadReader(lines, shape);
  acceptTop(head);
  acceptLabels(head);
  const { source, title, url, opening, sample, banners, unlabelled, remaining, assigned } = head;
  const inBanner = title === null && shape.hasTitle ? titleFromBanner(banners) : null;
  return {
    source: source ?? NO_SOURCE,
    title: title ?? inBanner?.title ?? null,
    banners: inBanner?.banners ?? banners,
    ...{ url, opening, sample, unlabelled, remaining, lines: assigned },
  };
}

/** Up to and including the title. */
function acceptTop(head: HeadReader): void {
  for (; head.position < head.lines.length; head.position++) {
    const line = head.lines[head.position]!;
    if (
      isBlank(line) ||
      acceptMarkedLine(head, line) ||
      acceptSampleOrMasthead(head, line) ||
      acceptSource(head, line)
    )
      continue;
    if (head.title !== null || !head.shape.hasTitle || !mayBeTitle(head, line)) return;
    head.setTitle([line], stripQuotes(line.text));
    head.position++;
    acceptTitleContinuation(head, line);
    return;
  }
}

/** The second line of a wrapped title. */
function acceptTitleContinuation(head: HeadReader, { text }: Line): void {
  const [next, after] = head.lines.slice(head.position, head.position + 2);
  if (!next || isBlank(next) || !isBlank(after) || !mayBeTitle(head, next) || endsSentence(text)) return;
  const goesOn =
    /^\p{Ll}/u.test(next.text) ||
    /(?:[,:—–-]|\b(?:a|an|the|of|in|on|for|and|or|to|with|by|from|at|as))$/i.test(text);
  if (!goesOn || endsSentence(next.text) || text.length + next.text.length >= MAX_TITLE) return;
  head.setTitle([next], stripQuotes(`${text} ${next.text}`));
  head.position++;
}

/** Labels, banners and links between the title and the first section. */
function acceptLabels(head: HeadReader): void {
  for (; head.position < head.lines.length; head.position++) {
    const line = head.lines[head.position]!;
    if (startsBody(head, line)) break;
    if (isBlank(line)) head.remaining.push(line);
    else if (!acceptLine(head, line)) {
      head.remaining.push(line);
      head.belowBanner = false;
    }
  }
  head.unlabelled.push(...head.remaining);
  head.remaining.push(...head.lines.slice(head.position));
}

function acceptLine(head: HeadReader, line: Line): boolean {
  return (
    acceptMarkedLine(head, line) ||
    acceptSampleOrMasthead(head, line) ||
    acceptRepeatedTitle(head, line) ||
    acceptLabel(head, line) ||
    acceptLink(head, line) ||
    (head.source === null && acceptSource(head, line)) ||
    acceptLateTitle(head, line) ||
    acceptQuote(head, line) ||
    acceptBanner(head, line) ||
    (head.belowBanner && acceptBelowBanner(head, line)) ||
    acceptOtherLabel(head, line)
  );
}

function acceptMarkedLine(head: HeadReader, line: Line): boolean {
  switch (line.markedAs) {
    case 'title':
      return head.setTitle([line], stripQuotes(line.text.replace(TITLE_LABEL, '') || line.text));
    case 'source':
      return head.addToSource([line], parseSourcePart(parseLabel(line.text)?.value || line.text));
    case 'opening':
      return acceptOpening(head, line, parseLabel(line.text)?.value ?? line.text);
    default:
      return false;
  }
}

function acceptSampleOrMasthead(head: HeadReader, line: Line): boolean {
  if (line.markedAs) return false;
  if (isSampleMark(line.text)) {
    head.sample = true;
    return head.assign([line], 'sample');
  }
  if (!head.shape.isMasthead(line.text) || !head.addBanner(line)) return false;
  head.belowBanner = false;
  return true;
}

function acceptRepeatedTitle(head: HeadReader, line: Line): boolean {
  return repeatsTitle(head, line) && head.assign([line], 'title', REPEATS_TITLE);
}

function acceptLateTitle(head: HeadReader, line: Line): boolean {
  const mayBe = head.title === null && head.shape.hasTitle && mayBeTitle(head, line);
  return mayBe && head.setTitle([line], stripQuotes(line.text));
}

function acceptLink(head: HeadReader, line: Line): boolean {
  const url = line.markedAs ? null : linkAddress(line);
  return url !== null && head.setUrl([line], url);
}

function acceptBanner(head: HeadReader, line: Line): boolean {
  return !line.markedAs && isBanner(line.text) && head.addBanner(line);
}

function acceptBelowBanner(head: HeadReader, line: Line): boolean {
  if (line.markedAs) return false;
  if (startsOpenQuote(line.text) || stripQuotes(line.text) !== line.text)
    return acceptOpening(head, line, line.text);
  return (
    line.text.length <= MAX_BANNER_TEXT &&
    !endsSentence(line.text) &&
    !bulletItem(line) &&
    head.addBanner(line)
  );
}

// `AUTHOR: Jane Doe`. Sentences with a colon are longer, or end with punctuation.
const OTHER_LABEL = /^\p{Lu}[\p{L} ]{1,24}:\s\S/u;

/** An unknown label announces the section, like a banner. */
function acceptOtherLabel(head: HeadReader, line: Line): boolean {
  const isLabel =
    !line.markedAs && head.shape.hasTitle && OTHER_LABEL.test(line.text) && !isNamedLine(line.text);
  const isShort = line.text.length <= MAX_BANNER_TEXT && !endsSentence(line.text);
  return isLabel && isShort && !parseLabel(line.text) && head.addBanner(line);
}

/** Labels that may have been marked together with the title. */
const TITLE_LABEL = /^(?:title|headline|extracted from|statement|claim)\s*:\s*/i;

/** `ORACLE DISSECTION: A title`, on a page without another title. */
function titleFromBanner(banners: string[]): { title: string; banners: string[] } | null {
  for (const [i, banner] of banners.entries()) {
    const [, name, value] = /^([\p{Lu}\s]+):\s*(\S.*)$/u.exec(banner) ?? [];
    if (name && value) return { title: stripQuotes(value), banners: banners.with(i, name) };
  }
  return null;
}
