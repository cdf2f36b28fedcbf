import type { FirstStep } from './first-steps.ts';

/** Something that waits for somebody. */
export interface PendingWork {
  what: string;
  count: number;
  /** The count is counted no further: "99+". */
  more: boolean;
  href: string;
}

/** A subject of the running site, in one line. */
export interface StatusLine {
  subject: string;
  text: string;
  /** `attention`: somebody should look at it. */
  state: 'good' | 'attention' | 'off';
  href: string | null;
}

/** What the admin's first page shows. */
export interface Overview {
  /** Empty once all of them are done. */
  steps: FirstStep[];
  pending: PendingWork[];
  status: StatusLine[];
}
