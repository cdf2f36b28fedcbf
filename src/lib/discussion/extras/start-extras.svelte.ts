import type { Component } from 'svelte';
import { watchNames } from '#lib/discussion/profile-card/watch-names.svelte.ts';
import { watchPassages } from '#lib/discussion/passages/watch-passages.svelte.ts';
import { watchLinks } from '#lib/discussion/link-titles/watch-links.svelte.ts';
import { watchSelection } from '#lib/discussion/quote/watch-selection.svelte.ts';
import { followMine } from '#lib/discussion/seen/follow-mine.svelte.ts';
import { watchNamesTyped } from '#lib/discussion/mentions/watch-names-typed.ts';
import { followBlind } from '#lib/discussion/blind/follow-blind.svelte.ts';
import { offerCredit } from '#lib/discussion/credits/offer-credit.svelte.ts';
import { followMinds } from '#lib/discussion/opened/follow-minds.svelte.ts';
import { watchOpened } from '#lib/discussion/opened/watch-opened.svelte.ts';
import { UnseenChanges } from '#lib/discussion/unseen/unseen-changes.ts';
import type { ReaderActions } from '#lib/discussion/composer/reader-actions.svelte.ts';
import type { FormsProps } from '#lib/discussion/page/comment-forms.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/** The form of a reply, for other places than below its comment. */
export interface ReplyForm {
  /** @throws if the browser can't load it */
  load: () => Promise<Component<FormsProps>>;
  /** Of the page's components: the form needs it. */
  context: Map<unknown, unknown>;
}

export interface ThreadExtras {
  /** The element around all comments of the page. */
  list: HTMLElement;
  discussion: Discussion;
  actions: ReaderActions;
  replyForm: ReplyForm;
  /** Aborted when the reader leaves the page. */
  signal: AbortSignal;
}

/**
 * Starts what readers can do with a thread beyond reading, voting and writing. Loaded once the page is live. Each
 * feature loads its own code when it is used.
 */
export function startExtras(extras: ThreadExtras): void {
  watchNames(extras.list, extras.signal);
  watchSelection(extras.list, extras.signal);
  watchPassages(extras, extras.signal);
  watchNamesTyped(extras.list, extras.signal);
  followMine(extras.list, extras.discussion, extras.signal);
  watchLinks(extras.list, extras.discussion, extras.signal);
  watchOpened(extras.list, extras.discussion, extras.signal);
  followBlind(extras.discussion, extras.signal);
  offerCredit(extras.discussion, extras.signal);
  const unseen = new UnseenChanges(extras.signal);
  followMinds(extras.discussion, unseen, extras.signal);
  import('#lib/discussion/author-replies/follow-replies.svelte.ts').then(
    ({ followReplies }) => !extras.signal.aborted && followReplies(extras.discussion, unseen, extras.signal),
    () => {},
  );
  import('#lib/discussion/where-it-stands/follow-stands.svelte.ts').then(
    ({ FollowStands }) =>
      !extras.signal.aborted && new FollowStands(extras.discussion, unseen, extras.signal),
    () => {},
  );
  // If it can’t be loaded, nothing counts as read.
  import('#lib/discussion/whats-new/start-whats-new.svelte.ts').then(
    ({ startWhatsNew }) => startWhatsNew(extras),
    () => {},
  );
}
