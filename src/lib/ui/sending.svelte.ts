import { tick } from 'svelte';
import type { SubmitFunction } from '@sveltejs/kit';

/**
 * A form on its way: `use:enhance={sending.submit}`. Says while it is `busy`, and takes the focus to the first field
 * that has a fault, so that nobody has to search for it. Without JavaScript the form is simply posted.
 */
export class Sending {
  #busy = $state(false);
  readonly #reset: boolean;

  /**
   * `reset: false` for a form that shows what is stored: resetting it after success would clear its radio buttons and
   * boxes, since Svelte removes their `checked` attributes when it hydrates.
   */
  constructor({ reset = true }: { reset?: boolean } = {}) {
    this.#reset = reset;
  }

  get busy(): boolean {
    return this.#busy;
  }

  submit: SubmitFunction = ({ cancel }) => {
    if (this.#busy) return cancel();
    this.#busy = true;
    return async ({ update, result, formElement }) => {
      await update({ reset: this.#reset });
      this.#busy = false;
      await tick();
      const fault = formElement.querySelector<HTMLElement>('[aria-invalid="true"]');
      // What took the form's place (a thank-you) would go unheard; a redirect has put the focus already.
      const successor =
        formElement.isConnected || result.type === 'redirect' ? null : document.getElementById('main');
      (fault ?? successor)?.focus();
    };
  };
}
