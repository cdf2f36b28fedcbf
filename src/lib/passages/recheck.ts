import type { Place, QuotedPassage, StoredAnchor } from './anchor.ts';
import { firstPlace } from './complete.ts';
import { describe } from './describe.ts';
import { fold } from './folded.ts';
import { locate } from './locate.ts';
import type { VerdictText } from './verdict-text.ts';

export interface VersionText {
  version: number;
  text: VerdictText;
}

/**
 * The anchor with where its passage is in the version `now`. `before`: the version that was quoted; for an anchor of
 * before passages had places, the version that was current when it was written. What was quoted stays as it is.
 */
export function recheck(anchor: StoredAnchor, before: VersionText, now: VersionText): StoredAnchor {
  const { section, quote } = anchor;
  const checked = now.version;
  const passage = hasPlace(anchor) ? quotedOf(anchor) : completed(anchor, before);
  if (!passage) return { section, quote, version: before.version, state: 'lost', checked };
  const found = locate(passage, before.text, now.text);
  if (found.state !== 'moved') return { ...passage, quote, state: found.state, checked };
  const isReworded = fold(now.text.exactAt(found.place)!).trim() !== fold(passage.exact).trim();
  const reworded = isReworded ? { reworded: true as const } : {};
  return { ...passage, quote, state: found.state, at: found.place, ...reworded, checked };
}

/** Whether readers are shown something else: then open pages get the comment again. */
export function looksSame(a: StoredAnchor, b: StoredAnchor): boolean {
  const shown = ({ state, block, at, reworded }: StoredAnchor) =>
    JSON.stringify([state, block, at && placeOf(at), reworded]);
  return shown(a) === shown(b);
}

const placeOf = ({ section, block, start, end }: Place) => [section, block, start, end];

const hasPlace = (anchor: StoredAnchor): anchor is StoredAnchor & QuotedPassage => anchor.exact !== undefined;

function quotedOf({
  section,
  block,
  start,
  end,
  exact,
  prefix,
  suffix,
  version,
}: QuotedPassage): QuotedPassage {
  return { section, block, start, end, exact, prefix, suffix, version };
}

function completed(anchor: StoredAnchor, { version, text }: VersionText): QuotedPassage | null {
  const place = firstPlace(anchor, text);
  return place && describe(text, place, version);
}
