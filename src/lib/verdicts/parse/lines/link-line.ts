import { webAddress } from '#lib/verdicts/parse/head/labels.ts';
import { assignRole, type Line, type LineAssignment } from './line.ts';
import type { SectionLines } from '#lib/verdicts/parse/shape.ts';

const NAME =
  '(?:(?:open|read|view|see|go to|visit)(?: the)? )?(?:original|full|source)(?: (?:article|source|story|report|paper|post|text))?|source|link|url|original|article|paper';
const NAMED_LINK = new RegExp(`^(?:${NAME})\\s*[:→↗»]?\\s*$`, 'i');
const LINK = new RegExp(
  `^(?:(?:${NAME})\\s*(?:[:→]\\s*(?:[^:]{0,100}[\\s(<])?)?)?(https?:\\/\\/\\S+?)[)>]?$`,
  'i',
);
// `Source: example.org`, with the site's name as the link.
const ORIGINAL_AT = /^(?:original|source|article|paper|link)\s*:\s*\S.{0,100}$/i;
const MAX_LENGTH = 2100;

/** The address of a line that only links to the article (`Open original source`, `Source: https://…`), or null. */
export function linkAddress({ text, link }: Line): string | null {
  if (text.length > MAX_LENGTH) return null;
  if (link !== null && (NAMED_LINK.test(text) || ORIGINAL_AT.test(text))) return webAddress(link);
  return webAddress(LINK.exec(text)?.[1] ?? '');
}

// The link is at the end of the page; at most a classification follows.
const LAST_LINES = 2;

/** Removes the link to the article from the end of the last section. */
export function extractLink(sections: SectionLines[]): {
  sections: SectionLines[];
  url: string | null;
  lines: LineAssignment[];
} {
  const last = sections.at(-1);
  const texts = (last?.lines ?? []).filter((line) => line.text !== '').slice(-LAST_LINES);
  const line = texts.findLast((each) => !each.markedAs && linkAddress(each) !== null);
  if (!last || !line) return { sections, url: null, lines: [] };
  const left = { ...last, lines: last.lines.filter((each) => each !== line) };
  return {
    sections: [...sections.slice(0, -1), left],
    url: linkAddress(line),
    lines: assignRole([line], 'address'),
  };
}
