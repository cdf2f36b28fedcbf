import type { Line, LineAssignment } from '#lib/verdicts/parse/lines/line.ts';
import { isBlank } from '#lib/verdicts/parse/lines/line.ts';
import type { LineRole } from '#lib/verdicts/parse/parsed-page.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import type { Shape } from '#lib/verdicts/parse/shape.ts';
import type { SourceLine } from './source-line.ts';

// More lines that announce a section are no announcement.
const MAX_BANNERS = 12;
export const REPEATS_TITLE = 'Repeats the title.';
export const NO_SOURCE: SourceLine = { name: null, feed: null, published: null, model: null };

/** What has been read of a page's head, and where the reading is. */
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
  /** Whether the last line with text was a banner: short lines below it belong to it. */
  belowBanner = false;

  constructor(lines: Line[], shape: Shape) {
    this.lines = lines;
    this.shape = shape;
  }

  /** The next line with text. */
  nextText(): Line | undefined {
    return this.nextTexts(1)[0];
  }

  /** The next lines with text. Blank lines come one at a time. */
  nextTexts(count: number): Line[] {
    const window = this.lines.slice(this.position + 1, this.position + 1 + 2 * count);
    return window.filter((line) => !isBlank(line)).slice(0, count);
  }

  /** Goes on below this line. */
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

  /** False if the page has named another address before. */
  setUrl(lines: Line[], url: string): boolean {
    if (this.url !== null && this.url !== url) return false;
    this.url = url;
    return this.assign(lines, 'address');
  }

  /** False if this is too long or one too many for a banner. */
  addBanner(line: Line): boolean {
    if (this.banners.length >= MAX_BANNERS || line.text.length > MAX_TITLE) return false;
    this.banners.push(line.text);
    this.assign([line], 'banner');
    return (this.belowBanner = true);
  }

  /** Notes what became of lines. */
  assign(lines: Line[], role: LineRole, note?: string): true {
    this.assigned.push(...lines.map((line) => ({ line, role, ...(note ? { note } : {}) })));
    this.belowBanner = false;
    return true;
  }
}
