import type { Anchor } from '#lib/live/events.ts';
import type { Place } from '#lib/passages/anchor.ts';

/** Where a comment's passage is in the current version; null: not there, or not known yet. */
export function placeNow(anchor: Anchor | null): Place | null {
  if (!anchor || anchor.state === 'lost') return null;
  const { section, block, start, end } = anchor.at ?? anchor;
  if (block === undefined || start === undefined || end === undefined) return null;
  return { section, block, start, end };
}
