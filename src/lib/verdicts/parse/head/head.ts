import { MAX_BANNER_TEXT, isTitle, isTitleAgain, startsBody } from './head-body.ts';
import { tookLabel } from './head-labels.ts';
import { tookOpening, tookQuote } from './head-opening.ts';
import { sourcePart, tookSource } from './head-source.ts';
import { HeadState, NO_SOURCE, REPEATS_TITLE } from './head-reader.ts';
import { isBanner, isNamedLine } from '#lib/verdicts/parse/sections/heading-shapes.ts';
import { opensQuote, readLabel, unquoted } from './labels.ts';
import {
  bulletItem,
  endsSentence,
  isBlank,
  type Line,
  type Understood,
} from '#lib/verdicts/parse/lines/line.ts';
import { linkAddress } from '#lib/verdicts/parse/lines/link-line.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import { isSample } from '#lib/verdicts/parse/sample-mark.ts';
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
  /** Text above the first section that no label names. */
  loose: Line[];
  /** The lines that the head did not use up, in their order: loose ones, then the sections. */
  rest: Line[];
  lines: Understood[];
}

/**
 * Reads what stands above the first section: source line, title, opening quote, banners with the lines below them.
 * @throws VerdictTextError for a date that doesn't exist
 */
export function readHead(lines: Line[], shape: Shape): PageHead {
  const head = new HeadState(lines, shape);
  readTop(head);
  readLabels(head);
  const { source, title, url, opening, sample, banners, loose, rest, used } = head;
  const inBanner = title === null && shape.titled ? titleInBanner(banners) : null;
  return {
    source: source ?? NO_SOURCE,
    title: title ?? inBanner?.title ?? null,
    banners: inBanner?.banners ?? banners,
    ...{ url, opening, sample, loose, rest, lines: used },
  };
}

/** Site and source lines, up to and with the title. */
function readTop(head: HeadState): void {
  for (; head.at < head.lines.length; head.at++) {
    const line = head.lines[head.at]!;
    if (isBlank(line) || tookCorrected(head, line) || tookMark(head, line) || tookSource(head, line))
      continue;
    if (head.title !== null || !head.shape.titled || !isTitle(head, line)) return;
    head.setTitle([line], unquoted(line.text));
    head.at++;
    tookTitleRest(head, line);
    return;
  }
}

/** The second line of a title that was broken in two. */
function tookTitleRest(head: HeadState, { text }: Line): void {
  const [next, after] = head.lines.slice(head.at, head.at + 2);
  if (!next || isBlank(next) || !isBlank(after) || !isTitle(head, next) || endsSentence(text)) return;
  const goesOn =
    /^\p{Ll}/u.test(next.text) ||
    /(?:[,:—–-]|\b(?:a|an|the|of|in|on|for|and|or|to|with|by|from|at|as))$/i.test(text);
  if (!goesOn || endsSentence(next.text) || text.length + next.text.length >= MAX_TITLE) return;
  head.setTitle([next], unquoted(`${text} ${next.text}`));
  head.at++;
}

/** Labels, banners and links between the title and the first section. */
function readLabels(head: HeadState): void {
  for (; head.at < head.lines.length; head.at++) {
    const line = head.lines[head.at]!;
    if (startsBody(head, line)) break;
    if (isBlank(line)) head.rest.push(line);
    else if (!took(head, line)) {
      head.rest.push(line);
      head.belowBanner = false;
    }
  }
  head.loose.push(...head.rest);
  head.rest.push(...head.lines.slice(head.at));
}

function took(head: HeadState, line: Line): boolean {
  return (
    tookCorrected(head, line) ||
    tookMark(head, line) ||
    tookTitleAgain(head, line) ||
    tookLabel(head, line) ||
    tookLink(head, line) ||
    (head.source === null && tookSource(head, line)) ||
    tookLateTitle(head, line) ||
    tookQuote(head, line) ||
    tookBanner(head, line) ||
    (head.belowBanner && tookBelowBanner(head, line)) ||
    tookOtherLabel(head, line)
  );
}

function tookCorrected(head: HeadState, line: Line): boolean {
  switch (line.as) {
    case 'title':
      return head.setTitle([line], unquoted(line.text.replace(TITLE_LABEL, '') || line.text));
    case 'source':
      return head.addToSource([line], sourcePart(readLabel(line.text)?.value || line.text));
    case 'opening':
      return tookOpening(head, line, readLabel(line.text)?.value ?? line.text);
    default:
      return false;
  }
}

function tookMark(head: HeadState, line: Line): boolean {
  if (line.as) return false;
  if (isSample(line.text)) {
    head.sample = true;
    return head.use([line], 'sample');
  }
  if (!head.shape.isMasthead(line.text) || !head.addBanner(line)) return false;
  head.belowBanner = false;
  return true;
}

function tookTitleAgain(head: HeadState, line: Line): boolean {
  return isTitleAgain(head, line) && head.use([line], 'title', REPEATS_TITLE);
}

/** A title below a banner or a label. */
function tookLateTitle(head: HeadState, line: Line): boolean {
  const mayBe = head.title === null && head.shape.titled && isTitle(head, line);
  return mayBe && head.setTitle([line], unquoted(line.text));
}

function tookLink(head: HeadState, line: Line): boolean {
  const url = line.as ? null : linkAddress(line);
  return url !== null && head.setUrl([line], url);
}

function tookBanner(head: HeadState, line: Line): boolean {
  return !line.as && isBanner(line.text) && head.addBanner(line);
}

function tookBelowBanner(head: HeadState, line: Line): boolean {
  if (line.as) return false;
  if (opensQuote(line.text) || unquoted(line.text) !== line.text) return tookOpening(head, line, line.text);
  return (
    line.text.length <= MAX_BANNER_TEXT &&
    !endsSentence(line.text) &&
    !bulletItem(line) &&
    head.addBanner(line)
  );
}

// `AUTHOR: Jane Doe`; a sentence with a colon is longer or ends as one.
const OTHER_LABEL = /^\p{Lu}[\p{L} ]{1,24}:\s\S/u;

/** A label that nothing is known of announces the section, as a banner does. */
function tookOtherLabel(head: HeadState, line: Line): boolean {
  const isLabel = !line.as && head.shape.titled && OTHER_LABEL.test(line.text) && !isNamedLine(line.text);
  const isShort = line.text.length <= MAX_BANNER_TEXT && !endsSentence(line.text);
  return isLabel && isShort && !readLabel(line.text) && head.addBanner(line);
}

/** What a person may have selected together with a title. */
const TITLE_LABEL = /^(?:title|headline|extracted from|statement|claim)\s*:\s*/i;

/** `ORACLE DISSECTION: A title`, for a page that has no other: the title, and the banners without it. */
function titleInBanner(banners: string[]): { title: string; banners: string[] } | null {
  for (const [i, banner] of banners.entries()) {
    const [, name, value] = /^([\p{Lu}\s]+):\s*(\S.*)$/u.exec(banner) ?? [];
    if (name && value) return { title: unquoted(value), banners: banners.with(i, name) };
  }
  return null;
}
