import type { CommentView, SiteMine } from '#lib/live/events.ts';
import type { RestrictionScope } from '#lib/standing/restriction.ts';
import type { ReadPosition } from '#lib/discussion/whats-new/new-comments.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';

/** A reader's own state on a verdict's page, which is the same for everyone. */
export interface VerdictMine extends SiteMine {
  /** The claims this reader voted on. `countsAt` (ISO 8601): only while the vote is held. */
  claims: { id: string; mine: Stance; countsAt?: string }[];
  /** The reader's ratings of the comments asked for. */
  ratings: { comment: string; helpful: boolean; countsAt?: string }[];
  /**
   * With `mine`: the reader's own comments among those asked for, and their newest pending or hidden ones. For
   * moderators also those asked for that aren't visible, and the newest pending or hidden ones of all authors.
   */
  comments: CommentView[];
  /** This account can't report anything now. */
  barred: boolean;
  /** Null: this account hasn't opened the verdict before. */
  read: ReadPosition | null;
  /** Names of the people whom this reader blocks: their comments are folded. */
  blocked: string[];
  /** Ids of the comments that changed the reader's mind. */
  credits: string[];
  /** The reader asked for the tallies that the page hides at first. */
  peeked: boolean;
  /** In force now. `until` null: permanent. */
  restrictions: { scope: RestrictionScope; until: string | null }[];
}
