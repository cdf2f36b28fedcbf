import { SvelteMap } from 'svelte/reactivity';
import type { ClaimTally, RatingTally } from '#lib/live/events.ts';
import { newer } from '#lib/live/latest.ts';
import type { RatingAnswer, VoteAnswer } from './tab-sync.ts';
import type { Thread } from './thread.svelte.ts';

export interface ClaimState extends ClaimTally {
  mine: 'agree' | 'disagree' | null;
  /** ISO 8601; only while the reader's vote is held. */
  countsAt?: string | undefined;
}

/**
 * The counts on one reader's page: votes on the Oracle's claims, ratings of comments. They come in any order; the
 * later count wins, and what is the reader's own comes with the answers to them alone.
 */
export class Tallies {
  readonly claims = new SvelteMap<string, ClaimState>();
  readonly #thread: Thread;

  constructor(claims: ClaimState[], thread: Thread) {
    for (const claim of claims) this.claims.set(claim.id, claim);
    this.#thread = thread;
  }

  /** As the live wire or a resync told them. */
  hear(claims: ClaimTally[], ratings: RatingTally[] = []): void {
    for (const claim of claims) {
      const known = this.claims.get(claim.id);
      if (known) this.claims.set(claim.id, newer(known, { ...known, ...claim }));
    }
    for (const { comment, ...counts } of ratings) {
      const node = this.#thread.find(comment);
      if (node) node.comment = newer(node.comment, { ...node.comment, ...counts });
    }
  }

  /** One's own stance, once the server has it. */
  voted(id: string, claim: VoteAnswer): void {
    const { mine, countsAt } = claim;
    this.claims.set(id, { ...newer(this.claims.get(id), { id, ...claim }), mine, countsAt });
  }

  /** One's own rating, once the server has it. */
  rated(id: string, { mine, countsAt, ...counts }: RatingAnswer): void {
    const node = this.#thread.find(id);
    if (!node) return;
    const known = node.comment.mine;
    node.comment = {
      ...newer(node.comment, { ...node.comment, ...counts }),
      ...(known ? { mine: { ...known, helpful: mine, countsAt } } : {}),
    };
  }
}
