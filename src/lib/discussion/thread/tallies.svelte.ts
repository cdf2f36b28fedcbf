import type { ClaimTally, RatingTally } from '#lib/live/events.ts';
import { latest } from '#lib/live/latest.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';
import type { RatingResult, VoteResult } from './tab-sync.ts';
import type { VerdictMine } from '#lib/discussion/mine/mine-view.ts';
import type { CommentNode } from './comment-node.svelte.ts';
import type { Thread } from './thread.svelte.ts';

export interface ClaimState extends ClaimTally {
  mine: Stance | null;
  /** ISO 8601; only while the reader's vote is held. */
  countsAt?: string | undefined;
}

/** Votes on claims and ratings of comments. They arrive in any order; the later count wins. */
export class Tallies {
  claims = $state.raw<ReadonlyMap<string, ClaimState>>(new Map());
  readonly #thread: Thread;

  constructor(claims: ClaimState[], thread: Thread) {
    this.claims = new Map(claims.map((claim) => [claim.id, claim]));
    this.#thread = thread;
  }

  apply(claims: ClaimTally[], ratings: RatingTally[] = []): void {
    for (const claim of claims) {
      const known = this.claims.get(claim.id);
      if (known) this.#set(latest(known, { ...known, ...claim }));
    }
    for (const { comment, ...counts } of ratings) {
      const node = this.#thread.find(comment);
      if (node) node.comment = latest(node.comment, { ...node.comment, ...counts });
    }
  }

  /** Replaces all own votes and ratings. */
  setMine(votes: VerdictMine['claims'], ratings: VerdictMine['ratings']): void {
    const votesById = new Map(votes.map((vote) => [vote.id, vote]));
    for (const [id, claim] of this.claims) {
      const { mine = null, countsAt } = votesById.get(id) ?? {};
      if (mine !== claim.mine || countsAt !== claim.countsAt) this.#set({ ...claim, mine, countsAt });
    }
    const ratingsById = new Map(ratings.map((rating) => [rating.comment, rating]));
    for (const node of this.#thread.all()) {
      const { helpful = null, countsAt } = ratingsById.get(node.comment.id) ?? {};
      this.#setHelpful(node, helpful, countsAt);
    }
  }

  setOwnVote(id: string, claim: VoteResult): void {
    const { mine, countsAt } = claim;
    this.#set({ ...latest(this.claims.get(id), { id, ...claim }), mine, countsAt });
  }

  setOwnRating(id: string, { mine, countsAt, ...counts }: RatingResult): void {
    const node = this.#thread.find(id);
    if (!node) return;
    node.comment = latest(node.comment, { ...node.comment, ...counts });
    this.#setHelpful(node, mine, countsAt);
  }

  #set(claim: ClaimState): void {
    this.claims = new Map(this.claims).set(claim.id, claim);
  }

  #setHelpful(node: CommentNode, helpful: boolean | null, countsAt: string | undefined): void {
    const { mine } = node.comment;
    if ((mine?.helpful ?? null) === helpful && mine?.countsAt === countsAt) return;
    node.comment = { ...node.comment, mine: { ...(mine ?? NOT_OWN), helpful, countsAt } };
  }
}

const NOT_OWN = { own: false, canEdit: false, canWithdraw: false, canRate: true };
