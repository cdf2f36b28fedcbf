import { createContext } from 'svelte';
import type { ReaderActions } from '#lib/discussion/composer/reader-actions.svelte.ts';
import type { CommentForm } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

export interface DiscussionContext {
  discussion: Discussion;
  actions: ReaderActions;
  search: URLSearchParams;
  /** The comments whose forms the address opens, for browsers without JavaScript. */
  open: Record<CommentForm, string | null>;
  /** A refused plain form; `version`: of the comment being edited. */
  refused: { id: string; body: string; message: string; version?: number } | null;
  /** For the plain form. */
  nonce: string;
  onTyping: () => void;
  announce: (sentence: string) => void;
}

export const [useDiscussion, provideDiscussion] = createContext<DiscussionContext>();
