import type { Section } from '#lib/verdicts/verdict.ts';
import type { Place } from './anchor.ts';
import { blockText } from './block-text.ts';
import { folded, type Folded } from './folded.ts';

export type ReadableSection = Pick<Section, 'id' | 'blocks'>;

/** A section's text, and where its blocks begin in it. */
export interface SectionText extends Folded {
  id: string;
  /** Not folded: the texts of its blocks, joined by line breaks. */
  whole: string;
  blocks: { from: number; text: string }[];
}

/** Offsets in a section's folded text. */
export interface Span {
  section: SectionText;
  from: number;
  to: number;
}

/** The text of one version of a verdict, prepared for finding many passages in it. */
export class VerdictText {
  readonly sections: SectionText[];
  /** In UTF-16 code units. */
  readonly length: number;
  readonly #byId: Map<string, SectionText>;

  constructor(sections: ReadableSection[]) {
    this.sections = sections.map(sectionText);
    this.length = this.sections.reduce((sum, { whole }) => sum + whole.length, 0);
    this.#byId = new Map(this.sections.map((section) => [section.id, section]));
  }

  section(id: string): SectionText | undefined {
    return this.#byId.get(id);
  }

  /** The passage at a place; null if the place isn't in the text. */
  exactAt(place: Place): string | null {
    const section = this.section(place.section);
    const block = section?.blocks[place.block];
    if (!section || !block || place.start > block.text.length) return null;
    const [from, to] = [block.from + place.start, block.from + place.end];
    return to <= section.whole.length && from < to ? section.whole.slice(from, to) : null;
  }

  /** Null if the place isn't in the text. */
  spanOf(place: Place): Span | null {
    const section = this.section(place.section);
    if (!section || this.exactAt(place) === null) return null;
    const { from } = section.blocks[place.block]!;
    return {
      section,
      from: foldedOffset(section, from + place.start),
      to: foldedOffset(section, from + place.end - 1) + 1,
    };
  }

  placeOf({ section, from, to }: Span): Place {
    const [first, last] = wholePairs(section.whole, section.at[from]!, section.at[to - 1]!);
    const block = section.blocks.findLastIndex((each) => each.from <= first);
    const { from: above } = section.blocks[block]!;
    return { section: section.id, block, start: first - above, end: last + 1 - above };
  }

  /** Where this folded text is, at most `most` times. */
  occurrences(text: string, most: number): Span[] {
    const found: Span[] = [];
    for (const section of this.sections)
      for (let from = section.text.indexOf(text); from >= 0; from = section.text.indexOf(text, from + 1)) {
        found.push({ section, from, to: from + text.length });
        if (found.length === most) return found;
      }
    return found;
  }
}

/** A text that is like another may begin or end between the halves of a character. */
function wholePairs(text: string, first: number, last: number): [number, number] {
  const isPairAt = (i: number) => (text.codePointAt(i) ?? 0) > 0xffff;
  return [isPairAt(first - 1) ? first - 1 : first, isPairAt(last) ? last + 1 : last];
}

function sectionText({ id, blocks }: ReadableSection): SectionText {
  let from = 0;
  const texts = blocks.map((block) => {
    const each = { from, text: blockText(block) };
    from += each.text.length + 1;
    return each;
  });
  const whole = texts.map(({ text }) => text).join('\n');
  return { id, whole, blocks: texts, ...folded(whole) };
}

/** The folded unit that an offset of the whole text is in. */
function foldedOffset({ at }: SectionText, offset: number): number {
  let [low, high] = [0, at.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}
