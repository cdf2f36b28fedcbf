import type { Anchor } from '#lib/live/events.ts';
import type { Place } from '#lib/passages/anchor.ts';

/**
 * Where a comment's passage is in the version that a page shows; null: not there, or in another version only. A page that
 * is open since before an edit gets comments with the places of the new version.
 */
export function placeIn(version: number, anchor: Anchor | null): Place | null {
  if (anchor?.version === version) return placeNow({ ...anchor, state: 'exact', at: undefined });
  return anchor?.checked === version ? placeNow(anchor) : null;
}

/** Where a comment's passage is in the current version; null: not there, or not known yet. */
export function placeNow(anchor: Anchor | null): Place | null {
  if (!anchor || anchor.state === 'lost') return null;
  const { section, block, start, end } = anchor.at ?? anchor;
  if (block === undefined || start === undefined || end === undefined) return null;
  return { section, block, start, end };
}
