import { callApi, NoResponse } from '#lib/http/api/api-client.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { OwnAction, RatingResult, VoteResult } from '#lib/discussion/thread/tab-sync.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';
import { PressQueue } from './press-queue.ts';

interface Ports {
  /** Fetches what is saved. */
  refresh: () => void;
  /** Tells the reader's other tabs. */
  publish: (own: OwnAction) => void;
}

/** The reader's own votes and ratings: shown when pressed, and sent in order. */
export class OwnMarks {
  readonly #discussion: Discussion;
  readonly #ports: Ports;

  readonly #votes = new PressQueue<Stance | null, VoteResult>({
    send: (id, stance) => answered(callApi('PUT', `/claims/${id}/vote`, { stance })),
    show: (id, stance) => this.#discussion.tallies.pressVote(id, stance),
    settle: (id, tally) => this.#settle(id, tally && { kind: 'vote', id, tally }),
  });

  readonly #ratings = new PressQueue<boolean | null, RatingResult>({
    send: (id, helpful) => answered(callApi('PUT', `/comments/${id}/rating`, { helpful })),
    show: (id, helpful) => this.#discussion.tallies.pressRating(id, helpful),
    settle: (id, tally) => this.#settle(id, tally && { kind: 'rating', id, tally }),
  });

  constructor(discussion: Discussion, ports: Ports) {
    this.#discussion = discussion;
    this.#ports = ports;
  }

  /** @throws Problem, NoResponse */
  vote(id: string, stance: Stance | null): Promise<void> {
    return this.#votes.press(id, stance).catch(this.#failed);
  }

  /** @throws Problem, NoResponse */
  rate(id: string, helpful: boolean | null): Promise<void> {
    return this.#ratings.press(id, helpful).catch(this.#failed);
  }

  forget(): void {
    this.#votes.forget();
    this.#ratings.forget();
  }

  /** The server may have done it although its answer was lost. */
  readonly #failed = (fault: unknown): never => {
    this.#ports.refresh();
    throw fault;
  };

  #settle(id: string, own: OwnAction | null): void {
    const { tallies } = this.#discussion;
    if (!own) return tallies.undo(id);
    tallies.setOwn(own);
    this.#ports.publish(own);
  }
}

/** Says of a mark what NoResponse says of a text. */
function answered<R>(request: Promise<R>): Promise<R> {
  return request.catch((fault: unknown) => {
    throw fault instanceof NoResponse
      ? new NoResponse('No connection, so this may not be saved. The page checks when you are back online.')
      : fault;
  });
}
