import type { Line, Understood } from '#lib/verdicts/parse/lines/line.ts';
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
export class HeadState {
  readonly lines: Line[];
  readonly shape: Shape;
  at = 0;
  source: SourceLine | null = null;
  title: string | null = null;
  opening: string | null = null;
  url: string | null = null;
  sample = false;
  readonly banners: string[] = [];
  readonly loose: Line[] = [];
  readonly rest: Line[] = [];
  readonly used: Understood[] = [];
  /** Whether the last line with text was a banner: short lines below it belong to it. */
  belowBanner = false;

  constructor(lines: Line[], shape: Shape) {
    this.lines = lines;
    this.shape = shape;
  }

  /** The next line with text. */
  below(): Line | undefined {
    return this.textsBelow(1)[0];
  }

  /** The next lines with text. Blank lines come one at a time. */
  textsBelow(count: number): Line[] {
    const window = this.lines.slice(this.at + 1, this.at + 1 + 2 * count);
    return window.filter((line) => !isBlank(line)).slice(0, count);
  }

  /** Goes on below this line. */
  moveTo(line: Line): void {
    this.at = this.lines.indexOf(line, this.at);
  }

  setTitle(lines: Line[], title: string): true {
    this.title = title;
    return this.use(lines, 'title');
  }

  addToSource(lines: Line[], part: Partial<SourceLine>): true {
    this.source = { ...NO_SOURCE, ...this.source, ...part };
    return this.use(lines, 'source');
  }

  setOpening(lines: Line[], opening: string): true {
    this.opening = opening;
    return this.use(lines, 'opening');
  }

  /** False if the page has named another address before. */
  setUrl(lines: Line[], url: string): boolean {
    if (this.url !== null && this.url !== url) return false;
    this.url = url;
    return this.use(lines, 'address');
  }

  /** False if this is too long or one too many for a banner. */
  addBanner(line: Line): boolean {
    if (this.banners.length >= MAX_BANNERS || line.text.length > MAX_TITLE) return false;
    this.banners.push(line.text);
    this.use([line], 'banner');
    return (this.belowBanner = true);
  }

  /** Notes what became of lines. */
  use(lines: Line[], role: LineRole, note?: string): true {
    this.used.push(...lines.map((line) => ({ line, role, ...(note ? { note } : {}) })));
    this.belowBanner = false;
    return true;
  }
}
