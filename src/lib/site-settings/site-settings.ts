/** What an admin may set while the site runs. The table holds only differences from these defaults. */

export interface SiteSettings {
  /** Holds the first comment of a new account. Off by default, because a new site has no one to review it. */
  firstCommentHeld: boolean;
  /** Comments in 24 hours for an account of trust level 0. */
  newcomerComments: number;
  /** A visible comment is hidden for review when its reports reach this weight. */
  hideWeight: number;
  /** Trust level 1 needs a confirmed email address. Off by default. */
  trustNeedsEmail: boolean;
}

/** For emergencies: a spam wave, a brigade, an upgrade. */
export interface Switches {
  /** `approval`: new accounts can only read until an admin approves them, also after it is `open` again. */
  signUp: 'open' | 'approval' | 'closed';
  /** `off`: no comments, edits, votes or ratings. Withdrawing, reporting and moderating still work. */
  writing: 'on' | 'off';
  /** Shown to readers while writing is off; empty: READ_ONLY. */
  notice: string;
}

export interface ReportSchedule {
  reportSchedule: 'on' | 'off';
  /** 0 is Sunday, as in `Date.getUTCDay`. */
  reportWeekday: number;
  reportHour: number;
  /** ISO 8601: when it was set. Earlier hours are never made up for. */
  reportScheduledSince: string;
}

/** Off by default, so that an admin sees the first issue before it is sent. */
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

/** Shown to readers while writing is off; null: it is on. */
export function readOnlyNotice({ writing, notice }: Switches): string | null {
  return writing === 'off' ? notice || READ_ONLY : null;
}

export const DEFAULT_SETTINGS: SiteSettings = {
  firstCommentHeld: false,
  newcomerComments: 5,
  // Three trusted readers (3 each) reach it; two of them with a newcomer don't, nor do four newcomers.
  hideWeight: 8.3,
  trustNeedsEmail: false,
};
