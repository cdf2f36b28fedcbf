const GAP = 6;
const MARGIN = 8;

interface Box {
  top: number;
  bottom: number;
  left: number;
}

interface Size {
  width: number;
  height: number;
}

/** Below the name, or above it where there is more room, and within the window. Relative to the window. */
export function placeCard(name: Box, card: Size, view: Size): { top: number; left: number } {
  const fitsBelow = name.bottom + GAP + card.height <= view.height - MARGIN;
  const hasMoreAbove = name.top > view.height - name.bottom;
  const top = fitsBelow || !hasMoreAbove ? name.bottom + GAP : name.top - GAP - card.height;
  const rightmost = Math.max(MARGIN, view.width - card.width - MARGIN);
  return { top, left: Math.min(Math.max(name.left, MARGIN), rightmost) };
}
