import type { MailState } from '../mail-state.ts';

/** A mail as an admin sees it, without its content, which may hold a secret link. */
export interface MailView {
  id: string;
  kind: string;
  /** Null once erased. */
  to: string | null;
  subject: string;
  state: MailState;
  held: boolean;
  attempts: number;
  lastError: string | null;
  /** ISO 8601, UTC. */
  createdAt: string;
  sentAt: string | null;
}

export interface MailRow extends Omit<MailView, 'createdAt' | 'sentAt'> {
  createdAt: Date;
  sentAt: Date | null;
}

export function mailView(row: MailRow): MailView {
  const { id, kind, to, subject, state, held, attempts, lastError, createdAt, sentAt } = row;
  return {
    ...{ id, kind, to, subject, state, held, attempts, lastError },
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
}
