import type { FeedbackKind, FeedbackState } from './feedback.ts';

export interface FeedbackView {
  id: string;
  kind: FeedbackKind;
  message: string;
  email: string | null;
  page: string | null;
  state: FeedbackState;
  createdAt: string;
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
