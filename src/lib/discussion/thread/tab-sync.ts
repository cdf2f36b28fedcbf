import type { Stance } from '#lib/verdicts/verdict-view.ts';

export interface VoteResult {
  agree: number;
  disagree: number;
  counted: number;
  mine: Stance | null;
  countsAt?: string;
}

export interface RatingResult {
  helpful: number;
  notHelpful: number;
  counted: number;
  mine: boolean | null;
  countsAt?: string;
}

export type OwnAction =
  { kind: 'vote'; id: string; tally: VoteResult } | { kind: 'rating'; id: string; tally: RatingResult };

/** `username`: of the account that voted; another tab may show another one. */
type Published = OwnAction & { username: string };

/** Shares a reader's own votes and ratings between their tabs: live messages carry only counts. */
export class TabSync {
  readonly #channel: BroadcastChannel;

  constructor(slug: string, onAction: (action: Published) => void) {
    this.#channel = new BroadcastChannel(`copecheck.own.${slug}`);
    this.#channel.onmessage = ({ data }: MessageEvent<Published>) => onAction(data);
  }

  publish(action: Published): void {
    this.#channel.postMessage(action);
  }

  close(): void {
    this.#channel.close();
  }
}
