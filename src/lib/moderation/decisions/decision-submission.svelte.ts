import type { SubmitFunction } from '@sveltejs/kit';

/**
 * A decision on its way. Where no answer comes nobody knows whether it was made: the form stays as it is, with its
 * nonce, and pressing it again decides once.
 */
export class DecisionSubmission {
  busy = $state(false);
  /** Said where no answer came. */
  lost = $state(false);
  readonly #refresh: () => Promise<void>;

  /** `refresh` reads the page's data anew. */
  constructor(refresh: () => Promise<void>) {
    this.#refresh = refresh;
  }

  submit: SubmitFunction = ({ cancel }) => {
    if (this.busy) return cancel();
    this.busy = true;
    return async ({ result, update }) => {
      this.busy = false;
      // An answer of the server's own has a status; what the network swallowed has none.
      this.lost = result.type === 'error' && result.status === undefined;
      if (this.lost) return;
      await update({ reset: result.type === 'success' });
      // Somebody was faster, or the comment changed: below the refusal stands the case as it is now.
      if (result.type === 'failure' && result.status === 409) await this.#refresh();
    };
  };
}
