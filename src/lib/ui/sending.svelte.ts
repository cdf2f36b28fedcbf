import { tick } from 'svelte';
import type { SubmitFunction } from '@sveltejs/kit';

/** Submits a form (`use:enhance={sending.submit}`), and moves the focus to the first invalid field afterwards. */
export class Sending {
  #busy = $state(false);
  readonly #reset: boolean;

  /**
   * `reset: false` for a form that shows stored values: a reset would clear its radio buttons and boxes, because Svelte
   * removes their `checked` attributes when it hydrates.
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
      // A message that replaced the form must be announced; a redirect has moved the focus already.
      const replacement =
        formElement.isConnected || result.type === 'redirect' ? null : document.getElementById('main');
      (fault ?? replacement)?.focus();
    };
  };
}
