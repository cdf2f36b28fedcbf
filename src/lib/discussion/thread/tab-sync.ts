export interface VoteResult {
  agree: number;
  disagree: number;
  counted: number;
  mine: 'agree' | 'disagree' | null;
  countsAt?: string;
}

export interface RatingResult {
  helpful: number;
  notHelpful: number;
  counted: number;
  mine: boolean | null;
  countsAt?: string;
}

/** What the reader did in one tab, as the server answered it. */
type OwnAction =
  { kind: 'vote'; id: string; tally: VoteResult } | { kind: 'rating'; id: string; tally: RatingResult };

/**
 * The line between one reader's tabs. The live wire tells everybody the counts and nobody who voted how; what is the
 * reader's own goes from tab to tab and doesn't leave the browser.
 */
export class TabSync {
  readonly #channel: BroadcastChannel;

  constructor(name: string, hear: (own: OwnAction) => void) {
    this.#channel = new BroadcastChannel(`copecheck.own.${name}`);
    this.#channel.onmessage = ({ data }: MessageEvent<OwnAction>) => hear(data);
  }

  publish(own: OwnAction): void {
    this.#channel.postMessage(own);
  }

  close(): void {
    this.#channel.close();
  }
}
