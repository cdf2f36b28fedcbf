export const FOLLOW_LEVELS = ['follow', 'normal', 'mute'] as const;
/** `normal`: only replies and mentions cause notices. */
export type FollowLevel = (typeof FOLLOW_LEVELS)[number];

export const FOLLOW_KINDS = ['verdict', 'branch', 'person'] as const;
/** A branch is a comment with all replies below it. */
export type FollowKind = (typeof FOLLOW_KINDS)[number];

/** Follows of one account, and blocks. Each is checked with new comments, and more than this can't be looked after. */
export const MAX_FOLLOWS = 1000;

export const LEVEL_LABELS: Record<FollowLevel, string> = {
  follow: 'Follow',
  normal: 'Normal',
  mute: 'Mute',
};

/** What each level means for each kind, as forms explain it. */
export const LEVEL_HINTS: Record<FollowKind, Record<FollowLevel, string>> = {
  verdict: {
    follow: 'A notice for every new comment on this verdict.',
    normal: 'Notices for replies to you and mentions.',
    mute: 'Only mentions.',
  },
  branch: {
    follow: 'A notice for every new comment below this one.',
    normal: 'Notices for replies to you and mentions.',
    mute: 'No notices from below this comment, except mentions.',
  },
  person: {
    follow: 'A notice for every comment they write.',
    normal: 'Notices when they reply to you or mention you.',
    mute: 'No notices from them.',
  },
};
