import { createContext } from 'svelte';
import type { Islands } from './islands.svelte.ts';
import type { PageOfComments } from './comment-markup.ts';
import type { ReaderActions } from '#lib/discussion/composer/reader-actions.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

export interface DiscussionContext {
  discussion: Discussion;
  actions: ReaderActions;
  islands: Islands;
  search: URLSearchParams;
  /** For the comments' markup. Reading it doesn't depend on the clock. */
  markupPage: () => PageOfComments;
  /** A refused plain form; `version`: of the comment being edited. */
  refused: { id: string; body: string; message: string; version?: number; anchor?: string } | null;
  /** For the plain form. */
  nonce: string;
  /** `isSent`: what was typed has been sent. */
  onTyping: (isSent?: boolean) => void;
  announce: (sentence: string) => void;
}

export const [useDiscussion, provideDiscussion] = createContext<DiscussionContext>();
