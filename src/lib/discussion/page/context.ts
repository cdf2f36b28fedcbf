import { createContext } from 'svelte';
import type { CommentForm } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { ReaderActions } from '#lib/discussion/composer/reader-actions.svelte.ts';

/** What every comment on the page needs: handed down once, not through eight levels of replies. */
export interface DiscussionContext {
  discussion: Discussion;
  actions: ReaderActions;
  /** The query that links within the page keep. */
  search: URLSearchParams;
  /** Which comment the address opens a form at, for browsers without JavaScript. */
  open: Record<CommentForm, string | null>;
  /** What a refused plain form hands back; `version`: of the comment that it meant to edit. */
  refused: { id: string; body: string; message: string; version?: number } | null;
  /** A new nonce from the server, for the plain form. */
  nonce: string;
  onTyping: () => void;
  /** Says a sentence to screen readers. */
  announce: (sentence: string) => void;
}

export const [useDiscussion, provideDiscussion] = createContext<DiscussionContext>();
