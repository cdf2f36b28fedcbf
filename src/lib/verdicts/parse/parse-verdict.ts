import { claimsOf } from './claims.ts';
import { takeClassification } from './classification-line.ts';
import { cutSections, pageStyle, type SectionLines } from './cut-sections.ts';
import { cutFurniture } from './furniture.ts';
import { isNamedLine, isTitleCase } from './heading-shapes.ts';
import { knownHeading, unknownHeading } from './headings.ts';
import { readLabel } from './labels.ts';
import { readHead, type PageHead } from './page-head.ts';
import { bulletItem, numberedItem, pageLines, unwrapped, type Line } from './page-lines.ts';
import { readAssumptions } from './read-assumptions.ts';
import { readBlocks } from './read-blocks.ts';
import { readableText } from './readable-text.ts';
import { takeLink, takeScoring } from './scored-claim.ts';
import { sectionIds } from '../section-id.ts';
import { readSourceLine } from './source-line.ts';
import type { Section, StructuredVerdict } from '../verdict.ts';
import { VerdictTextError } from './verdict-text-error.ts';

/**
 * Reads the text of a verdict page, in either shape. All that the text says comes back once; what it doesn't say is
 * null. Page furniture is left out.
 * @param text as a browser copies the page; at most `MAX_TEXT` characters
 * @throws VerdictTextError where the text is no verdict, with the line and what was expected there
 */
export function parseVerdict(text: string): StructuredVerdict {
  const lines = unwrapped(cutFurniture(pageLines(readableText(text))), { begins, isWhole });
  if (lines.length === 0)
    throw new VerdictTextError({ line: 1, expected: 'a verdict', found: 'page furniture only' });
  const head = readHead(lines);
  const style = pageStyle(head.rest);
  const cut = cutSections(head.rest, style);
  const none = { score: null, mode: null, attribution: null, confidence: null, speaker: null };
  const scoring = style.scored ? takeScoring(cut) : none;
  const link = style.scored ? takeLink(cut) : null;
  const stamp = takeClassification(cut);
  const sections = sectionsOf(cut);
  refuseOtherTexts(lines, head, sections);
  const { name, feed, published, model } = head.source;
  return {
    shape: style.scored ? 'scored-claim' : 'autopsy',
    title: head.title,
    source: { name, feed, url: head.url ?? link },
    publishedAt: published?.day ?? null,
    publishedText: published?.text ?? null,
    model,
    opening: head.opening,
    sample: head.sample,
    ...scoring,
    sections,
    claims: claimsOf({ stamp, sections, scoring }),
  };
}

/** Without any heading and without a source line, this is somebody's letter or a README: not ours to publish. */
function refuseOtherTexts(lines: Line[], { source, rest }: PageHead, sections: Section[]): void {
  if (sections.some(({ heading }) => heading !== '') || (source.feed && sections.length > 0)) return;
  const below = rest.find((line) => line.text !== '') ?? lines.at(-1)!;
  const found = sections.length === 0 ? 'the end' : 'text without any';
  throw new VerdictTextError({ line: below.number, expected: 'a heading such as THE DISSECTION', found });
}

function isWhole(line: Line): boolean {
  const heading = knownHeading(line) ?? unknownHeading(line) ?? readSourceLine(line.text);
  return heading !== null || isTitleCase(line.text);
}

function begins(line: Line): boolean {
  const marked = bulletItem(line) !== null || numberedItem(line) !== null;
  return marked || isWhole(line) || isNamedLine(line.text) || readLabel(line.text) !== null;
}

function sectionsOf(cut: SectionLines[]): Section[] {
  const idOf = sectionIds();
  return cut.flatMap(({ heading, kind, banners, lines }) => {
    const blocks = kind === 'assumptions' ? readAssumptions(lines) : readBlocks(lines);
    const emptied =
      blocks.length === 0 &&
      (heading === '' || /^(?:the )?(?:final |oracle )?classification$/i.test(heading));
    return emptied ? [] : [{ id: idOf(heading), heading, kind, banners, blocks }];
  });
}
