export interface VoteAnswer {
  agree: number;
  disagree: number;
  counted: number;
  mine: 'agree' | 'disagree' | null;
  countsAt?: string;
}

export interface RatingAnswer {
  helpful: number;
  notHelpful: number;
  counted: number;
  mine: boolean | null;
  countsAt?: string;
}

/** What the reader did in one tab, as the server answered it. */
type Own =
  { kind: 'vote'; id: string; tally: VoteAnswer } | { kind: 'rating'; id: string; tally: RatingAnswer };

/**
 * The line between one reader's tabs. The live wire tells everybody the counts and nobody who voted how; what is the
 * reader's own goes from tab to tab and doesn't leave the browser.
 */
export class Tabs {
  readonly #channel: BroadcastChannel;

  constructor(name: string, hear: (own: Own) => void) {
    this.#channel = new BroadcastChannel(`copecheck.own.${name}`);
    this.#channel.onmessage = ({ data }: MessageEvent<Own>) => hear(data);
  }

  tell(own: Own): void {
    this.#channel.postMessage(own);
  }

  close(): void {
    this.#channel.close();
  }
}
