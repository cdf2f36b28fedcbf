import { typographicTexts } from '#lib/typographic.ts';
import type { Section } from '#lib/verdicts/verdict.ts';
import type { AnchorInput } from './anchor-input.ts';
import type { Place, QuotedPassage, StoredAnchor } from './anchor.ts';
import { describe } from './describe.ts';
import { fold } from './folded.ts';
import { locate } from './locate.ts';
import { VerdictText } from './verdict-text.ts';

interface Quotable {
  sections: Section[];
  version: number;
}

/**
 * A passage as a reader quoted it, with its place and its words in the current version. `before`: the version that the
 * reader saw, if it is an older one. Null: the current version doesn't have it, or it isn't clear where.
 */
export function completeAnchor(
  input: AnchorInput,
  { sections, version }: Quotable,
  before?: Pick<Quotable, 'sections'>,
): StoredAnchor | null {
  const text = new VerdictText(sections);
  const place =
    'quote' in input
      ? firstPlace(input, text)
      : placeOf(input, text, before && new VerdictText(before.sections));
  const passage = place && describe(text, place, version);
  if (!passage) return null;
  const quote = 'quote' in input ? input.quote : asShown(sections, passage);
  return { ...passage, quote, state: 'exact', checked: version };
}

/** Of several places with these words, the first in the section. */
export function firstPlace(
  { section, quote }: { section: string; quote: string },
  text: VerdictText,
): Place | null {
  const found = text.section(section);
  const words = fold(quote).trim();
  const from = words === '' ? -1 : (found?.text.indexOf(words) ?? -1);
  return found && from >= 0 ? text.placeOf({ section: found, from, to: from + words.length }) : null;
}

function placeOf(input: QuotedPassage, text: VerdictText, before = text): Place | null {
  const given = before === text ? text.exactAt(input) : null;
  if (given !== null && fold(given).trim() === fold(input.exact).trim()) return input;
  const located = locate(input, before, text);
  return located.state === 'lost' ? null : located.place;
}

/** Its words as the page shows them. The quotes of a text depend on what is before them, so its sections are needed. */
function asShown(sections: Section[], place: Place): string {
  const section = sections.filter(({ id }) => id === place.section);
  return new VerdictText(typographicTexts(section)).exactAt(place)!;
}
