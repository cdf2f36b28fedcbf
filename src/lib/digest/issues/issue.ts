/** In the default order. */
export const SECTION_KINDS = ['new-verdicts', 'contested', 'new-versions', 'comments', 'shift'] as const;
export type IssueSectionKind = (typeof SECTION_KINDS)[number];

export interface Tally {
  agree: number;
  disagree: number;
}

interface Picked {
  /** Unique within the issue; the admin's buttons name it. */
  key: string;
  verdictId: string;
  leftOut?: boolean;
}

/**
 * What an issue stores: ids and the numbers at that time, no text. Text is read when the issue is shown, so removed
 * text can't be in it.
 */
export interface ItemOf {
  'new-verdicts': Picked & { voters: number; commenters: number };
  contested: Picked & { claimId: string; tally: Tally };
  'new-versions': Picked & { version: number };
  comments: Picked & { commentId: string; helpful: number };
  shift: Picked & { claimId: string; before: Tally; after: Tally };
}

export type IssueItem = ItemOf[IssueSectionKind];

export interface IssueSection {
  kind: IssueSectionKind;
  items: IssueItem[];
}

export interface IssueContent {
  sections: IssueSection[];
}

export const ISSUE_STATES = ['draft', 'sending', 'paused', 'sent', 'skipped'] as const;
export type IssueState = (typeof ISSUE_STATES)[number];

/**
 * Why the schedule sent nothing. `nothing`: nothing worth sending. `recent`: an issue was sent within a day.
 * `unfinished`: the last issue is still being sent, or paused.
 */
export const SKIP_REASONS = ['nothing', 'recent', 'unfinished'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Characters: about one phone page. */
export const INTRODUCTION_MAX = 2000;

export type Direction = 'up' | 'down';

export function withMoved(content: IssueContent, what: string, direction: Direction): IssueContent {
  const sections = content.sections.map(({ kind, items }) => ({
    kind,
    items: byOne(items, ({ key }) => key === what, direction),
  }));
  return { sections: byOne(sections, ({ kind }) => kind === what, direction) };
}

export function leftOut(content: IssueContent, key: string, out: boolean): IssueContent {
  const mark = (item: IssueItem): IssueItem => (item.key === key ? { ...item, leftOut: out } : item);
  return { sections: content.sections.map(({ kind, items }) => ({ kind, items: items.map(mark) })) };
}

/** Fresh content with the admin's order and omissions of the earlier content. */
export function editedLike(fresh: IssueContent, edited: IssueContent): IssueContent {
  const kinds = edited.sections.map(({ kind }) => kind);
  const items = new Map(
    edited.sections.flatMap(({ items }) => items).map((item, place) => [item.key, { item, place }]),
  );
  const likeBefore = ({ kind, items: own }: IssueSection) => ({
    kind,
    items: inPlace(own, ({ key }) => items.get(key)?.place).map((item) =>
      items.get(item.key)?.item.leftOut ? { ...item, leftOut: true } : item,
    ),
  });
  const placeOf = ({ kind }: IssueSection) => (kinds.includes(kind) ? kinds.indexOf(kind) : undefined);
  return { sections: inPlace(fresh.sections, placeOf).map(likeBefore) };
}

export function isEmpty({ sections }: IssueContent): boolean {
  return !sections.some(({ items }) => items.some(({ leftOut }) => !leftOut));
}

function byOne<T>(list: readonly T[], which: (entry: T) => boolean, direction: Direction): T[] {
  const from = list.findIndex(which);
  const to = from + (direction === 'up' ? -1 : 1);
  if (from < 0 || to < 0 || to >= list.length) return [...list];
  const result = [...list];
  [result[from], result[to]] = [result[to]!, result[from]!];
  return result;
}

/** Those with a position by position, then the others in their order. */
function inPlace<T>(list: readonly T[], placeOf: (entry: T) => number | undefined): T[] {
  const place = (entry: T) => placeOf(entry) ?? Infinity;
  return [...list].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}
