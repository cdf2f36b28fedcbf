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

type OwnAction =
  { kind: 'vote'; id: string; tally: VoteResult } | { kind: 'rating'; id: string; tally: RatingResult };

/** Shares a reader's own votes and ratings between their tabs: live messages carry only counts. */
export class TabSync {
  readonly #channel: BroadcastChannel;

  constructor(name: string, onAction: (action: OwnAction) => void) {
    this.#channel = new BroadcastChannel(`copecheck.own.${name}`);
    this.#channel.onmessage = ({ data }: MessageEvent<OwnAction>) => onAction(data);
  }

  publish(action: OwnAction): void {
    this.#channel.postMessage(action);
  }

  close(): void {
    this.#channel.close();
  }
}
