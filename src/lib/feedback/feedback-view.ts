import type { FeedbackKind, FeedbackState } from './feedback.ts';

/** One message as an admin sees it. */
export interface FeedbackView {
  id: string;
  kind: FeedbackKind;
  message: string;
  email: string | null;
  page: string | null;
  state: FeedbackState;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** Who was signed in, or null. */
  username: string | null;
}

export interface FeedbackRow extends Omit<FeedbackView, 'createdAt' | 'username'> {
  createdAt: Date;
  user: { username: string | null } | null;
}

export function feedbackView(row: FeedbackRow): FeedbackView {
  const { id, kind, message, email, page, state, createdAt, user } = row;
  return {
    id,
    kind,
    message,
    email,
    page,
    state,
    createdAt: createdAt.toISOString(),
    username: user?.username ?? null,
  };
}
