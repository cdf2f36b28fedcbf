import type { ClaimTally, RatingTally } from '#lib/live/events.ts';
import { latest } from '#lib/live/latest.ts';
import type { ClaimView, Stance } from '#lib/verdicts/verdict-view.ts';
import type { OwnAction, RatingResult, VoteResult } from './tab-sync.ts';
import type { VerdictMine } from '#lib/discussion/mine/mine-view.ts';
import type { CommentNode } from './comment-node.svelte.ts';
import type { Thread } from './thread.svelte.ts';

export interface ClaimState extends ClaimTally, Partial<Pick<ClaimView, 'kind' | 'label'>> {
  mine: Stance | null;
  /** ISO 8601; only while the reader's vote is held. */
  countsAt?: string | undefined;
}

/** What the reader's presses have changed on one claim or comment. */
interface Pressed {
  /** The number of changes before it; Infinity: not answered yet. */
  at: number;
  /** Tally version of the response that the mark is from. */
  counted: number;
  /** Shows the mark from before the press that isn't answered. */
  undo: (() => void) | null;
}

/** Votes on claims and ratings of comments. They arrive in any order; the later count wins. */
export class Tallies {
  claims = $state.raw<ReadonlyMap<string, ClaimState>>(new Map());
  readonly #thread: Thread;
  readonly #pressed = new Map<string, Pressed>();
  #changes = 0;

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

  /** Of own marks. Take it before requesting them: what changes later is newer than the response. */
  get changes(): number {
    return this.#changes;
  }

  /** Replaces own votes and ratings, except those changed since `asked`. */
  setMine(votes: VerdictMine['claims'], ratings: VerdictMine['ratings'], asked = this.#changes): void {
    const isOlder = (id: string) => asked < (this.#pressed.get(id)?.at ?? 0);
    const votesById = new Map(votes.map((vote) => [vote.id, vote]));
    for (const [id, claim] of this.claims) {
      const { mine = null, countsAt } = votesById.get(id) ?? {};
      if (isOlder(id)) continue;
      if (mine !== claim.mine || countsAt !== claim.countsAt) this.#set({ ...claim, mine, countsAt });
    }
    const ratingsById = new Map(ratings.map((rating) => [rating.comment, rating]));
    for (const node of this.#thread.all()) {
      const { helpful = null, countsAt } = ratingsById.get(node.comment.id) ?? {};
      if (!isOlder(node.comment.id)) this.#setHelpful(node, helpful, countsAt);
    }
  }

  /** Someone else is signed in now. */
  forgetPresses(): void {
    this.#pressed.clear();
  }

  /** Shows a vote that is being sent. Its count arrives with the response. */
  pressVote(id: string, mine: Stance | null): void {
    const before = this.claims.get(id);
    if (!before) return;
    this.#press(id, () => {
      const { mine, countsAt } = before;
      this.#set({ ...this.claims.get(id)!, mine, countsAt });
    });
    this.#set({ ...before, mine, countsAt: undefined });
  }

  pressRating(id: string, helpful: boolean | null): void {
    const node = this.#thread.find(id);
    if (!node) return;
    const before = node.comment.mine;
    this.#press(id, () => this.#setHelpful(node, before?.helpful ?? null, before?.countsAt));
    this.#setHelpful(node, helpful, undefined);
  }

  /** The press on it has failed. */
  undo(id: string): void {
    this.#pressed.get(id)?.undo?.();
    this.#settled(id, 0);
  }

  /** Whether another tab's mark is newer than the one shown. */
  isNews({ id, tally }: OwnAction): boolean {
    const pressed = this.#pressed.get(id);
    return !pressed?.undo && tally.counted >= (pressed?.counted ?? 0);
  }

  setOwn(own: OwnAction): void {
    if (own.kind === 'vote') this.setOwnVote(own.id, own.tally);
    else this.setOwnRating(own.id, own.tally);
  }

  setOwnVote(id: string, claim: VoteResult): void {
    const { mine, countsAt } = claim;
    this.#settled(id, claim.counted);
    const known = this.claims.get(id);
    this.#set({ ...latest(known, { ...known, id, ...claim }), mine, countsAt });
  }

  setOwnRating(id: string, { mine, countsAt, ...counts }: RatingResult): void {
    const node = this.#thread.find(id);
    if (!node) return;
    this.#settled(id, counts.counted);
    node.comment = latest(node.comment, { ...node.comment, ...counts });
    this.#setHelpful(node, mine, countsAt);
  }

  #press(id: string, undo: () => void): void {
    const { counted, undo: first } = this.#pressed.get(id) ?? { counted: 0, undo: null };
    this.#pressed.set(id, { at: Infinity, counted, undo: first ?? undo });
  }

  #settled(id: string, counted: number): void {
    this.#pressed.set(id, { at: ++this.#changes, counted, undo: null });
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
