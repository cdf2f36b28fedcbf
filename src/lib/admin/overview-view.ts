import type { FirstStep } from './first-steps.ts';

export interface PendingWork {
  what: string;
  count: number;
  /** Shown as "99+". */
  more: boolean;
  href: string;
}

export interface StatusLine {
  subject: string;
  text: string;
  state: 'good' | 'attention' | 'off';
  href: string | null;
}

export interface Overview {
  steps: FirstStep[];
  pending: PendingWork[];
  status: StatusLine[];
}
