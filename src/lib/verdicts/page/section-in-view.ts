/** Pixels from the top of the window. A section that a link leads to begins above it, and a short one still reaches it. */
const LINE = 64;

interface View {
  /** Of each section, from the top of the window, in the order of the page. */
  tops: number[];
  height: number;
  isAtEnd: boolean;
  /** The section that the address names; -1: none. */
  addressed: number;
}

/** The id, of these in the order of the page, of the section being read. */
export function sectionOnScreen(ids: string[]): string {
  const tops = ids.map((id) => document.getElementById(id)?.getBoundingClientRect().top ?? Infinity);
  const isAtEnd = document.documentElement.scrollHeight - innerHeight - scrollY < 2;
  const addressed = ids.indexOf(location.hash.slice(1));
  return ids[sectionInView({ tops, height: innerHeight, isAtEnd, addressed })] ?? '';
}

/** The index of the section being read: the last that has begun; at the page's end, where the last ones can't reach the top, the one that the address names, or the last. */
export function sectionInView({ tops, height, isAtEnd, addressed }: View): number {
  const begun = tops.findLastIndex((top) => top <= LINE);
  if (!isAtEnd) return Math.max(begun, 0);
  const isVisible = (index: number) => tops[index] !== undefined && tops[index] < height;
  if (addressed > begun && isVisible(addressed)) return addressed;
  return Math.max(
    begun,
    tops.findLastIndex((_, index) => isVisible(index)),
    0,
  );
}
