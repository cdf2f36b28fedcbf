import type { FirstStep } from './first-steps.ts';

/** Something that waits for somebody. */
export interface Waiting {
  what: string;
  count: number;
  /** The count is counted no further: "99+". */
  more: boolean;
  href: string;
}

/** A subject of the running site, in one line. */
export interface Running {
  subject: string;
  says: string;
  /** `look`: somebody should look at it. */
  state: 'good' | 'look' | 'off';
  href: string | null;
}

/** What the admin's first page shows. */
export interface Overview {
  /** Empty once all of them are done. */
  steps: FirstStep[];
  waiting: Waiting[];
  running: Running[];
}
