/** What an admin may set while the site runs. Each has its default here; the table holds only what differs. */

export interface SiteSettings {
  /** Hold the first comment of a new account. Off: a young site has nobody to let it in. */
  firstCommentHeld: boolean;
  /** Comments in 24 hours for an account of trust level 0. */
  newcomerComments: number;
  /** A visible comment is hidden until a moderator decides when its reports weigh this much. */
  hideWeight: number;
  /** Trust level 1 needs a confirmed email address. Off: nobody loses trust for not having one. */
  trustNeedsEmail: boolean;
}

/** For emergencies: a spam wave, a brigade, an upgrade. */
export interface Switches {
  /** `approval`: new accounts may read until an admin approves them. Accounts already waiting still need approval once it is `open` again. */
  signUp: 'open' | 'approval' | 'closed';
  /** `off`: nobody comments, edits, votes or rates. Withdrawing, reporting and moderating go on. */
  writing: 'on' | 'off';
  /** What readers are told while writing is off; empty: READ_ONLY. */
  notice: string;
}

/** When The Cope Report is sent by itself: once a week. */
export interface ReportSchedule {
  reportSchedule: 'on' | 'off';
  /** 0 is Sunday, as in `Date.getUTCDay`. */
  reportWeekday: number;
  /** UTC. */
  reportHour: number;
  /** ISO 8601: when it was set. An hour before that is never made up for. */
  reportScheduledSince: string;
}

/** Off: the first issue is one that an admin has looked at. */
export const DEFAULT_SCHEDULE: ReportSchedule = {
  reportSchedule: 'off',
  reportWeekday: 5,
  reportHour: 9,
  reportScheduledSince: '1970-01-01T00:00:00.000Z',
};

export const DEFAULT_SWITCHES: Switches = { signUp: 'open', writing: 'on', notice: '' };

/** Fits on two lines of a phone. */
export const NOTICE_MAX = 300;

const READ_ONLY = 'The site is read-only for now. You can still read, withdraw and report comments.';

/** What readers are told while writing is off; null: it is on. */
export function readOnlyNotice({ writing, notice }: Switches): string | null {
  return writing === 'off' ? notice || READ_ONLY : null;
}

export const DEFAULT_SETTINGS: SiteSettings = {
  firstCommentHeld: false,
  newcomerComments: 5,
  // Three trusted readers (3 each) reach it, two of them with a newcomer don't; nor do four newcomers' friends.
  hideWeight: 8.3,
  trustNeedsEmail: false,
};
