import { SvelteMap } from 'svelte/reactivity';
import type { ClaimTally, RatingTally } from '#lib/live/events.ts';
import { latest } from '#lib/live/latest.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';
import type { RatingResult, VoteResult } from './tab-sync.ts';
import type { Thread } from './thread.svelte.ts';

export interface ClaimState extends ClaimTally {
  mine: Stance | null;
  /** ISO 8601; only while the reader's vote is held. */
  countsAt?: string | undefined;
}

/** Votes on claims and ratings of comments. They arrive in any order; the later count wins. */
export class Tallies {
  readonly claims = new SvelteMap<string, ClaimState>();
  readonly #thread: Thread;

  constructor(claims: ClaimState[], thread: Thread) {
    for (const claim of claims) this.claims.set(claim.id, claim);
    this.#thread = thread;
  }

  apply(claims: ClaimTally[], ratings: RatingTally[] = []): void {
    for (const claim of claims) {
      const known = this.claims.get(claim.id);
      if (known) this.claims.set(claim.id, latest(known, { ...known, ...claim }));
    }
    for (const { comment, ...counts } of ratings) {
      const node = this.#thread.find(comment);
      if (node) node.comment = latest(node.comment, { ...node.comment, ...counts });
    }
  }

  setOwnVote(id: string, claim: VoteResult): void {
    const { mine, countsAt } = claim;
    this.claims.set(id, { ...latest(this.claims.get(id), { id, ...claim }), mine, countsAt });
  }

  setOwnRating(id: string, { mine, countsAt, ...counts }: RatingResult): void {
    const node = this.#thread.find(id);
    if (!node) return;
    const known = node.comment.mine;
    node.comment = {
      ...latest(node.comment, { ...node.comment, ...counts }),
      ...(known ? { mine: { ...known, helpful: mine, countsAt } } : {}),
    };
  }
}
