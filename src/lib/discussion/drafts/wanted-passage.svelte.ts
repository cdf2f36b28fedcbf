import type { Anchor } from '#lib/live/events.ts';

/** The passage that the reader wants to comment on, until the composer of this place has taken it. */
let wanted = $state.raw<{ place: string; anchor: Anchor } | null>(null);

export function want(place: string, anchor: Anchor): void {
  wanted = { place, anchor };
}

export function takeWanted(place: string): Anchor | null {
  if (wanted?.place !== place) return null;
  const { anchor } = wanted;
  wanted = null;
  return anchor;
}
