import type { ActionResult, SubmitFunction } from '@sveltejs/kit';

/**
 * A decision being sent. If the response is lost, the form stays as it is, with its nonce, so that pressing the button
 * again decides only once.
 */
export class DecisionSubmission {
  busy = $state(false);
  /** There was no response. */
  lost = $state(false);
  readonly #refresh: () => Promise<void>;
  readonly #take: ((result: ActionResult) => void) | undefined;

  /**
   * @param refresh reloads the page's data
   * @param take shows the response; by default the page itself does
   */
  constructor(refresh: () => Promise<void>, take?: (result: ActionResult) => void) {
    this.#refresh = refresh;
    this.#take = take;
  }

  submit: SubmitFunction = ({ cancel }) => {
    if (this.busy) return cancel();
    this.busy = true;
    return async ({ result, update }) => {
      this.busy = false;
      // A response from the server has a status; a network error has none.
      this.lost = result.type === 'error' && result.status === undefined;
      if (this.lost) return;
      if (this.#take) this.#take(result);
      else await update({ reset: result.type === 'success' });
      // Another moderator was faster, or the comment changed: shows the current case below the refusal.
      if (result.type === 'failure' && result.status === 409) await this.#refresh();
    };
  };
}
