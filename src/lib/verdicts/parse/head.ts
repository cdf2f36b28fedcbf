import { fold } from '../fold.ts';
import { isBanner, isTitleCase, isUpperCase } from './heading-shapes.ts';
import { knownHeading, unknownHeading } from './headings.ts';
import { opensQuote, readLabel, saysMore, saysNone, unquoted, webAddress, type Label } from './labels.ts';
import { bulletItem, endsSentence, isBlank, shown, type Line, type Understood } from './line.ts';
import { linkAddress } from './link-line.ts';
import { MAX_TITLE } from './readable-text.ts';
import { readDate } from './published-date.ts';
import type { Shape } from './shape.ts';
import { isSample } from './sample-mark.ts';
import {
  badDate,
  isModel,
  isProviderModel,
  named,
  readSourceLine,
  readSourceParts,
  type SourceLine,
} from './source-line.ts';
import { VerdictTextError } from './verdict-text-error.ts';
import type { LineRole } from './reading.ts';

export interface PageHead {
  source: SourceLine;
  url: string | null;
  title: string | null;
  opening: string | null;
  sample: boolean;
  /** Lines that announce the first section. */
  banners: string[];
  /** The lines that the head did not use up, in their order. */
  rest: Line[];
  lines: Understood[];
}

/** A line below a banner that is longer than this is text. */
const MAX_BANNER_TEXT = 120;
/** An opening that stands on several lines ends at its closing quotation mark, or after this many. */
const MAX_OPENING_LINES = 5;
// More lines that announce a section are no announcement.
const MAX_BANNERS = 12;

/**
 * Reads what stands above the first section: source line, title, opening quote, banners with the lines below them.
 * @throws VerdictTextError for a date that doesn't exist
 */
export function readHead(lines: Line[], shape: Shape): PageHead {
  const reader = new HeadReader(lines, shape);
  reader.readTop();
  reader.readLabels();
  return reader.head();
}

const REPEATS = 'Repeats the title.';

class HeadReader {
  private readonly lines: Line[];
  private readonly shape: Shape;
  private at = 0;
  private source: SourceLine | null = null;
  private title: string | null = null;
  private opening: string | null = null;
  private url: string | null = null;
  private sample = false;
  private readonly banners: string[] = [];
  private readonly rest: Line[] = [];
  private readonly used: Understood[] = [];
  /** Whether the last line with text was a banner: short lines below it belong to it. */
  private belowBanner = false;

  constructor(lines: Line[], shape: Shape) {
    this.lines = lines;
    this.shape = shape;
  }

  /** Site and source lines, up to and with the title. */
  readTop(): void {
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at]!;
      if (isBlank(line) || this.tookCorrected(line) || this.tookMark(line) || this.tookSource(line)) continue;
      if (this.title !== null || !this.shape.titled || !this.isTitle(line)) return;
      this.setTitle(line, unquoted(line.text));
      this.at++;
      this.tookTitleRest(line);
      return;
    }
  }

  /** The second line of a title that was broken in two. */
  private tookTitleRest({ text }: Line): void {
    const [next, after] = this.lines.slice(this.at, this.at + 2);
    if (!next || isBlank(next) || !isBlank(after) || !this.isTitle(next) || endsSentence(text)) return;
    const goesOn =
      /^\p{Ll}/u.test(next.text) ||
      /(?:[,:—–-]|\b(?:a|an|the|of|in|on|for|and|or|to|with|by|from|at|as))$/i.test(text);
    if (!goesOn || endsSentence(next.text) || text.length + next.text.length >= MAX_TITLE) return;
    this.setTitle(next, unquoted(`${text} ${next.text}`));
    this.at++;
  }

  /** Labels, banners and links between the title and the first section. */
  readLabels(): void {
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at]!;
      if (this.startsBody(line)) break;
      if (isBlank(line)) this.rest.push(line);
      else if (!this.took(line)) {
        this.rest.push(line);
        this.belowBanner = false;
      }
    }
    this.rest.push(...this.lines.slice(this.at));
  }

  head(): PageHead {
    const { title, opening, url, sample, banners, rest } = this;
    const inBanner = title === null && this.shape.titled ? titleInBanner(banners) : null;
    return {
      source: this.source ?? NO_SOURCE,
      ...{ url, opening, sample, rest },
      banners: inBanner ? inBanner.banners : banners,
      title: title ?? inBanner?.title ?? null,
      lines: this.used,
    };
  }

  private startsBody(line: Line): boolean {
    if (line.as) return line.as === 'heading';
    if (knownHeading(line, this.shape)) return true;
    if (!this.shape.unknownHeadings || readLabel(line.text)) return false;
    if (!isBanner(line.text)) return unknownHeading(line, this.shape) !== null && !this.isTitleAgain(line);
    // Below text, a banner announces what follows that text.
    if (this.rest.some((each) => !isBlank(each))) return true;
    const [below, next] = this.textsBelow(2);
    if (below === undefined || this.isProse(below)) return below !== undefined;
    // `STEP 1: …` above a title-case heading with its text.
    const isHeading = this.title !== null && isTitleCase(below.text) && !this.isTitleAgain(below);
    return isHeading && next !== undefined && this.isProse(next) && !this.startsBody(next);
  }

  private took(line: Line): boolean {
    return (
      this.tookCorrected(line) ||
      this.tookMark(line) ||
      this.tookTitleAgain(line) ||
      this.tookLabel(line) ||
      this.tookLink(line) ||
      (this.source === null && this.tookSource(line)) ||
      this.tookLateTitle(line) ||
      this.tookQuote(line) ||
      this.tookBanner(line) ||
      (this.belowBanner && this.tookBelowBanner(line))
    );
  }

  private tookCorrected(line: Line): boolean {
    switch (line.as) {
      case 'title':
        return this.setTitle(line, unquoted(line.text.replace(TITLE_LABEL, '') || line.text));
      case 'source':
        return this.addToSource([line], sourcePart(readLabel(line.text)?.value || line.text));
      case 'opening':
        return this.tookOpening(line, readLabel(line.text)?.value ?? line.text);
      default:
        return false;
    }
  }

  private tookMark(line: Line): boolean {
    if (line.as) return false;
    if (isSample(line.text)) {
      this.sample = true;
      return this.use([line], 'sample');
    }
    if (!this.shape.isMasthead(line.text) || !this.addBanner(line)) return false;
    this.belowBanner = false;
    return true;
  }

  /** @throws VerdictTextError for a date that doesn't exist */
  private tookSource(line: Line): boolean {
    if (line.as) return false;
    const date = this.title === null || this.source === null ? badDate(line.text) : null;
    if (date !== null) throw wrongDate(line, date);
    if (this.source) return this.tookSourcePart(line);
    const source = readSourceLine(line.text);
    const isFeedOnly = source !== null && !source.published && !source.model;
    if (source && !(isFeedOnly && this.title === null && this.tookSourceParts()))
      return this.setSource(line, source);
    return source !== null || this.tookSourcePart(line) || (this.title === null && this.tookSourceParts());
  }

  /** A model, or a date below its feed, on a line above the title. */
  private tookSourcePart(line: Line): boolean {
    if (this.title !== null) return false;
    if (isProviderModel(line.text) && !this.source?.model)
      return this.addToSource([line], { model: line.text });
    const published = this.source && !this.source.published ? readDate(line.text) : null;
    return published !== null && this.addToSource([line], { published });
  }

  private tookSourceParts(): boolean {
    const next = this.lines
      .slice(this.at, this.at + 6)
      .filter((line) => !isBlank(line))
      .slice(0, 3);
    const parts = readSourceParts(next.map(({ text }) => text));
    if (!parts) return false;
    const lines = next.slice(0, parts.used);
    this.at = this.lines.indexOf(lines.at(-1)!, this.at);
    this.source = parts.source;
    return this.use(lines, 'source');
  }

  private tookTitleAgain(line: Line): boolean {
    return this.isTitleAgain(line) && this.use([line], 'title', REPEATS);
  }

  private tookLabel(line: Line): boolean {
    const label = line.as ? null : readLabel(line.text);
    if (!label) return false;
    if (label.name === 'opening') return this.tookOpening(line, label.value);
    const below = label.value === '' ? this.below() : undefined;
    const inside = below && !this.startsBody(below) && !readLabel(below.text) ? below : undefined;
    const value = unquoted(label.value || inside?.text || '');
    const lines = inside ? [line, inside] : [line];
    if (!this.tookValue(lines, { name: label.name, value })) return this.addBanner(line);
    if (inside) this.at = this.lines.indexOf(inside, this.at);
    return true;
  }

  /** Takes what a label says, if it is news. */
  private tookValue(lines: Line[], { name, value }: Label): boolean {
    const url = webAddress(value) ?? webAddress(lines.at(-1)!.link ?? '');
    if (url && (name === 'address' || name === 'source' || name === 'title')) return this.setUrl(lines, url);
    if (saysNone(value)) return value !== '' && this.use(lines, 'label', 'Says that there is none.');
    switch (name) {
      case 'title':
        if (this.title !== null) return this.says(value, this.title) && this.use(lines, 'title', REPEATS);
        return value.length <= MAX_TITLE && this.setTitle(lines[0]!, value, lines);
      case 'source':
        return this.tookSourceValue(lines, value);
      case 'date':
        return this.tookDate(lines, value);
      case 'model':
        return !this.source?.model && this.addToSource(lines, { model: value });
      default:
        return false;
    }
  }

  private says(value: string, known: string): boolean {
    return fold(value) === fold(known);
  }

  private tookSourceValue(lines: Line[], value: string): boolean {
    if (this.title !== null && fold(value) === fold(this.title)) return this.use(lines, 'title', REPEATS);
    if (this.source?.feed)
      return fold(value) === fold(this.source.feed) && this.use(lines, 'source', 'Repeats the source.');
    const source = readSourceLine(value);
    if (source) return this.addToSource(lines, source);
    const date = badDate(value);
    if (date !== null) throw wrongDate(lines[0]!, date);
    return value.length <= MAX_BANNER_TEXT && this.addToSource(lines, named(value));
  }

  private tookDate(lines: Line[], value: string): boolean {
    const published = readDate(value);
    if (!published) throw wrongDate(lines[0]!, value);
    if (this.source?.published)
      return this.source.published.text === value && this.use(lines, 'source', 'Repeats the date.');
    return this.addToSource(lines, { published });
  }

  private tookOpening(line: Line, value: string): boolean {
    const lines = [line];
    const below = value === '' ? this.below() : undefined;
    if (below && this.isOpening(below)) lines.push(below);
    const quote = [value, ...lines.slice(1).map(({ text }) => text)].filter((text) => text !== '');
    for (let next = this.lines.indexOf(lines.at(-1)!, this.at) + 1; opensQuote(quote.join(' ')); next++) {
      const more = this.lines[next];
      if (!more || lines.length > MAX_OPENING_LINES || this.startsBody(more)) break;
      if (isBlank(more)) continue;
      lines.push(more);
      quote.push(more.text);
    }
    return this.closedOpening(lines, quote.join(' '));
  }

  /** Whether a line below a bare label is the opening; it may look like a heading, unless a section's text follows. */
  private isOpening(below: Line): boolean {
    if (isKnown(below, this.shape) || readLabel(below.text) || isBanner(below.text)) return false;
    if (below.level !== null || !this.startsBody(below)) return true;
    const next = this.textsBelow(2)[1];
    return next === undefined || !this.isProse(next);
  }

  private closedOpening(lines: Line[], quote: string): boolean {
    const value = unquoted(quote);
    if (saysMore(value)) return false;
    if (saysNone(value)) this.use(lines, 'label', 'Says that there is no opening.');
    else if (this.opening === null) this.setOpening(lines, value);
    else if (fold(this.opening) === fold(value)) this.use(lines, 'opening', 'Repeats the opening.');
    else return false;
    this.at = this.lines.indexOf(lines.at(-1)!, this.at);
    return true;
  }

  private tookLink(line: Line): boolean {
    const url = line.as ? null : linkAddress(line);
    return url !== null && this.setUrl([line], url);
  }

  /** A title below a banner or a label. */
  private tookLateTitle(line: Line): boolean {
    const isTitle = this.title === null && this.shape.titled && this.isTitle(line);
    return isTitle && this.setTitle(line, unquoted(line.text));
  }

  /** A quotation below the title needs no label. */
  private tookQuote(line: Line): boolean {
    const isQuote =
      !line.as && this.title !== null && this.opening === null && unquoted(line.text) !== line.text;
    return isQuote && this.setOpening([line], unquoted(line.text));
  }

  private tookBanner(line: Line): boolean {
    return !line.as && isBanner(line.text) && this.addBanner(line);
  }

  private tookBelowBanner(line: Line): boolean {
    if (line.as) return false;
    if (opensQuote(line.text) || unquoted(line.text) !== line.text) return this.tookOpening(line, line.text);
    return (
      line.text.length <= MAX_BANNER_TEXT &&
      !endsSentence(line.text) &&
      !bulletItem(line) &&
      this.addBanner(line)
    );
  }

  private isTitle(line: Line): boolean {
    const { text } = line;
    if (line.as || line.cells || text.length > MAX_TITLE || !/[\p{L}\p{N}]/u.test(text)) return false;
    if (readLabel(text) || bulletItem(line) || isBanner(text) || linkAddress(line)) return false;
    return !isKnown(line, this.shape);
  }

  private isTitleAgain(line: Line): boolean {
    return this.title !== null && !line.as && fold(line.text) === fold(this.title) && fold(this.title) !== '';
  }

  /** Prose makes a section of the banner above it. */
  private isProse({ text, cells }: Line): boolean {
    return (
      !cells &&
      !readLabel(text) &&
      !opensQuote(text) &&
      unquoted(text) === text &&
      !webAddress(text) &&
      (text.length > MAX_BANNER_TEXT || endsSentence(text)) &&
      !isBanner(text) &&
      fold(text) !== fold(this.title ?? '')
    );
  }

  /** The next line with text. */
  private below(): Line | undefined {
    return this.textsBelow(1)[0];
  }

  private textsBelow(count: number): Line[] {
    // Blank lines come one at a time.
    const window = this.lines.slice(this.at + 1, this.at + 1 + 2 * count);
    return window.filter((line) => !isBlank(line)).slice(0, count);
  }

  private setTitle(line: Line, title: string, lines = [line]): boolean {
    this.title = title;
    return this.use(lines, 'title');
  }

  private setSource(line: Line, source: SourceLine): boolean {
    this.source = source;
    return this.use([line], 'source');
  }

  private addToSource(lines: Line[], part: Partial<SourceLine>): boolean {
    this.source = { ...NO_SOURCE, ...this.source, ...part };
    return this.use(lines, 'source');
  }

  private setOpening(lines: Line[], opening: string): boolean {
    this.opening = opening;
    return this.use(lines, 'opening');
  }

  private setUrl(lines: Line[], url: string): boolean {
    if (this.url !== null && this.url !== url) return false;
    this.url = url;
    return this.use(lines, 'address');
  }

  private addBanner(line: Line): boolean {
    if (this.banners.length >= MAX_BANNERS || line.text.length > MAX_TITLE) return false;
    this.banners.push(line.text);
    this.use([line], 'banner');
    return (this.belowBanner = true);
  }

  private use(lines: Line[], role: LineRole, note?: string): boolean {
    this.used.push(...lines.map((line) => ({ line, role, ...(note ? { note } : {}) })));
    this.belowBanner = false;
    return true;
  }
}

/** What a person may have selected together with a title. */
const TITLE_LABEL = /^(?:title|headline|extracted from|statement|claim)\s*:\s*/i;

/** What one line says of the source: all of it, or the part that stands on a line of its own. */
function sourcePart(text: string): Partial<SourceLine> {
  const published = readDate(text);
  if (published) return { published };
  return readSourceLine(text) ?? (isModel(text) ? { model: text } : named(text));
}

const NO_SOURCE: SourceLine = { name: null, feed: null, published: null, model: null };

/** A paper may be called “The Verdict: …”, so a name with more behind it is a heading only in upper case or if marked. */
function isKnown(line: Line, shape: Shape): boolean {
  const heading = knownHeading(line, shape);
  return heading !== null && (isUpperCase(heading.text) || !/[:—–]/.test(line.text));
}

/** `ORACLE DISSECTION: A title`, for a page that has no other: the title, and the banners without it. */
function titleInBanner(banners: string[]): { title: string; banners: string[] } | null {
  for (const [i, banner] of banners.entries()) {
    const [, name, value] = /^([\p{Lu}\s]+):\s*(\S.*)$/u.exec(banner) ?? [];
    if (name && value) return { title: unquoted(value), banners: banners.with(i, name) };
  }
  return null;
}

function wrongDate(line: Line, date: string): VerdictTextError {
  return new VerdictTextError({
    line: line.number,
    expected: 'a date such as 21 May 2026 or May 2026',
    found: shown(date),
  });
}
