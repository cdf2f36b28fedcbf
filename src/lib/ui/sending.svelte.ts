import { tick } from 'svelte';
import type { SubmitFunction } from '@sveltejs/kit';

/**
 * A form on its way: `use:enhance={sending.submit}`. Says while it is `busy`, and takes the focus to the first field
 * that has a fault, so that nobody has to search for it. Without JavaScript the form is simply posted.
 */
export class Sending {
  #busy = $state(false);

  get busy(): boolean {
    return this.#busy;
  }

  submit: SubmitFunction = ({ cancel }) => {
    if (this.#busy) return cancel();
    this.#busy = true;
    return async ({ update, formElement }) => {
      await update();
      this.#busy = false;
      await tick();
      formElement.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    };
  };
}
