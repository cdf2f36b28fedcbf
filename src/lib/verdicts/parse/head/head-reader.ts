import type { Line, LineAssignment } from '#lib/verdicts/parse/lines/line.ts';
import { isBlank } from '#lib/verdicts/parse/lines/line.ts';
import type { LineRole } from '#lib/verdicts/parse/parsed-page.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import type { Shape } from '#lib/verdicts/parse/shape.ts';
import type { SourceLine } from './source-line.ts';

// More lines than this don't announce a section.
const MAX_BANNERS = 12;
export const REPEATS_TITLE = 'Repeats the title.';
export const NO_SOURCE: SourceLine = { name: null, feed: null, published: null, model: null };

/** The state of parsing a page's head: what was found, and the current position. */
export class HeadReader {
  readonly lines: Line[];
  readonly shape: Shape;
  position = 0;
  source: SourceLine | null = null;
  title: string | null = null;
  opening: string | null = null;
  url: string | null = null;
  sample = false;
  readonly banners: string[] = [];
  readonly unlabelled: Line[] = [];
  readonly remaining: Line[] = [];
  readonly assigned: LineAssignment[] = [];
  /** Short lines directly below a banner belong to it. */
  belowBanner = false;

  constructor(lines: Line[], shape: Shape) {
    this.lines = lines;
    this.shape = shape;
  }

  /** The next line that isn't blank. */
  nextText(): Line | undefined {
    return this.nextTexts(1)[0];
  }

  /** Blank lines don't repeat, so twice as many lines are enough. */
  nextTexts(count: number): Line[] {
    const window = this.lines.slice(this.position + 1, this.position + 1 + 2 * count);
    return window.filter((line) => !isBlank(line)).slice(0, count);
  }

  skipTo(line: Line): void {
    this.position = this.lines.indexOf(line, this.position);
  }

  setTitle(lines: Line[], title: string): true {
    this.title = title;
    return this.assign(lines, 'title');
  }

  addToSource(lines: Line[], part: Partial<SourceLine>): true {
    this.source = { ...NO_SOURCE, ...this.source, ...part };
    return this.assign(lines, 'source');
  }

  setOpening(lines: Line[], opening: string): true {
    this.opening = opening;
    return this.assign(lines, 'opening');
  }

  /** False if the page already named another address. */
  setUrl(lines: Line[], url: string): boolean {
    if (this.url !== null && this.url !== url) return false;
    this.url = url;
    return this.assign(lines, 'address');
  }

  /** False if the line is too long, or there are too many banners. */
  addBanner(line: Line): boolean {
    if (this.banners.length >= MAX_BANNERS || line.text.length > MAX_TITLE) return false;
    this.banners.push(line.text);
    this.assign([line], 'banner');
    return (this.belowBanner = true);
  }

  assign(lines: Line[], role: LineRole, note?: string): true {
    this.assigned.push(...lines.map((line) => ({ line, role, ...(note ? { note } : {}) })));
    this.belowBanner = false;
    return true;
  }
}
