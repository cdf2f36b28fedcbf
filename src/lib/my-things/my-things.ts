import type { CommentStatus } from '#lib/live/events.ts';

/** Lists of what an account has done. `drafts` has its own list, because they can be continued, and `verdicts` has cards. */
export const KINDS = ['verdicts', 'comments', 'votes', 'ratings', 'bookmarks', 'drafts', 'reports'] as const;
export type Kind = (typeof KINDS)[number];
export type PagedKind = Exclude<Kind, 'drafts' | 'verdicts'>;

export const LABELS: Record<Kind, string> = {
  verdicts: 'Verdicts',
  comments: 'Comments',
  votes: 'Votes',
  ratings: 'Ratings',
  bookmarks: 'Bookmarks',
  drafts: 'Drafts',
  reports: 'Reports',
};

/** What an empty list says. */
export const EMPTY: Record<Kind, string> = {
  verdicts: 'Verdicts appear here if you comment, vote or rate a comment there, or follow them.',
  comments: 'What you write on a verdict appears here.',
  votes: 'Vote on a classification or an assumption of a verdict.',
  ratings: 'Say below a comment whether it is helpful.',
  bookmarks: 'Press “More” below a comment to bookmark it. Only you see your bookmarks.',
  drafts: 'What you begin to write and don’t send is kept here for 90 days. Only you see it.',
  reports: 'Reports that you make appear here with their outcome.',
};

/** One entry of a list, with what its owner may see of it. */
export interface MyThing {
  /** Of the comment, claim or report. */
  id: string;
  at: string;
  /** What the owner did, such as "You agreed". */
  did: string;
  /** Null: readers don't see the verdict now. */
  verdict: { slug: string; title: string } | null;
  /** Where it is; null: there is no such place any more. */
  href: string | null;
  /** The beginning of the comment, or the claim's label; null if the owner may not read it. */
  text: string | null;
  /** What has become of it, as sentences; empty: it is where it was. */
  state: string[];
}

export interface MyThings {
  items: MyThing[];
  /** Cursor of the next page; null on the last one. */
  next: string | null;
}

const GONE: Record<CommentStatus, string> = {
  visible: '',
  pending: 'This comment is waiting for a moderator.',
  hidden: 'This comment is under review by a moderator.',
  removed: 'A moderator removed this comment.',
  withdrawn: 'Its author withdrew this comment.',
};

/** Of someone’s comment that its reader marked; empty: it is visible. */
export const stateOfComment = (status: CommentStatus): string[] => [GONE[status]].filter(Boolean);

const OWN: Record<CommentStatus, string> = {
  visible: '',
  pending: 'A moderator must approve it. Until then, only you and moderators can see it.',
  hidden: 'It is hidden until a moderator reviews it.',
  removed: 'A moderator removed it.',
  withdrawn: 'You withdrew it.',
};

/** Of the owner's comment. `reason`: of the decision, in words. */
export const stateOfOwn = (status: CommentStatus, reason: string | null): string[] =>
  [OWN[status], status !== 'visible' && status !== 'withdrawn' && reason ? `Reason: ${reason}.` : ''].filter(
    Boolean,
  );

export const REPORT_STATES: Record<string, string> = {
  open: 'A moderator will review it.',
  upheld: 'A moderator agreed and acted.',
  rejected: 'A moderator found that the comment follows the rules.',
  ignored: 'A moderator left the comment as it is.',
  withdrawn: 'You withdrew this report.',
};
