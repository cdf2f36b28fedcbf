import type { CommentLevels } from '#lib/follows/find-levels-on.server.ts';
import type { CommentView } from '#lib/live/events.ts';

/** What a reader can do with a comment beyond rating it and replying to it, and what they have done already. */
export interface CommentOptions {
  comment: Pick<CommentView, 'id' | 'verdict' | 'author' | 'status' | 'createdAt'>;
  /** It is the reader's. */
  own: boolean;
  /** The beginning of the text; null if the reader may not read it. */
  excerpt: string | null;
  bookmarked: boolean;
  /** The reader can name a source against the passage that it is about. */
  mayChallenge: boolean;
  /** Whether it changed the reader's mind; null: they haven't changed a vote, or can't say so of this comment. */
  credited: boolean | null;
  /** Only for an approved author’s own comments: whether it is marked as the author's reply. */
  authorReply?: boolean;
  levels: CommentLevels;
}

/** The page of these options, and its data for the thread's dialog. */
export const optionsAddress = (slug: string, id: string) => `/v/${slug}/options?comment=${id}`;
