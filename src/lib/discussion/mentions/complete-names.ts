import { callApi } from '#lib/http/api/api-client.ts';
import './complete-names.css';
import { mergedNames, nameAtCaret } from './name-at-caret.ts';

/** Names in the list. */
const MOST = 8;

/** Milliseconds after the last letter until names are fetched. */
const FETCH_AFTER = 150;

const LIST_ID = 'names';

const open = new WeakMap<HTMLTextAreaElement, NameList>();

/** Shows the list for what is typed before the caret, below the text. */
export function completeNames(field: HTMLTextAreaElement, thread: HTMLElement, signal: AbortSignal): void {
  let list = open.get(field);
  if (!list) {
    list = new NameList(field, thread, signal);
    open.set(field, list);
  }
  list.update();
}

/**
 * A listbox that the text field controls: the focus stays in the text, the arrow keys choose, Enter and Tab insert,
 * Escape closes. A text area can't be a combobox, so a status says how many names there are.
 */
class NameList {
  readonly #field: HTMLTextAreaElement;
  readonly #thread: HTMLElement;
  readonly #box = document.createElement('ul');
  readonly #status = document.createElement('p');
  #names: string[] = [];
  #active = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #typed: string | null = null;

  constructor(field: HTMLTextAreaElement, thread: HTMLElement, signal: AbortSignal) {
    this.#field = field;
    this.#thread = thread;
    this.#box.id = LIST_ID;
    this.#box.role = 'listbox';
    this.#box.ariaLabel = 'People to mention';
    this.#status.role = 'status';
    this.#status.className = 'names-status';
    // Before the field loses the focus.
    this.#box.addEventListener('pointerdown', (event) => this.#press(event));
    field.addEventListener('keydown', (event) => this.#key(event), { signal });
    field.addEventListener('blur', () => this.#close(), { signal });
    field.addEventListener('click', () => this.update(), { signal });
    field.addEventListener('input', () => nameAtCaret(field) === null && this.#close(), { signal });
    signal.addEventListener('abort', () => this.#close());
  }

  update(): void {
    const typed = nameAtCaret(this.#field);
    if (typed === this.#typed) return;
    this.#typed = typed;
    clearTimeout(this.#timer);
    if (typed === null) return this.#close();
    this.#show(mergedNames(typed, this.#here(), [], MOST));
    this.#timer = setTimeout(() => void this.#fetch(typed), FETCH_AFTER);
  }

  async #fetch(typed: string): Promise<void> {
    const address = `/people?q=${encodeURIComponent(typed)}`;
    const found = await callApi<{ items: { username: string }[] }>('GET', address).catch(() => null);
    if (!found || typed !== this.#typed) return;
    const names = found.items.map(({ username }) => username);
    this.#show(mergedNames(typed, this.#here(), names, MOST));
  }

  #here(): string[] {
    return [...this.#thread.querySelectorAll<HTMLElement>('article[data-author]')].map(
      ({ dataset }) => dataset['author']!,
    );
  }

  #show(names: string[]): void {
    const chosen = this.#names[this.#active];
    this.#names = names;
    if (names.length === 0) return this.#hide();
    this.#active = Math.max(0, names.indexOf(chosen ?? ''));
    this.#box.replaceChildren(...names.map((name, i) => this.#option(name, i)));
    if (!this.#box.isConnected) document.body.append(this.#box, this.#status);
    const { left, bottom, width } = this.#field.getBoundingClientRect();
    Object.assign(this.#box.style, {
      left: `${left + scrollX}px`,
      top: `${bottom + scrollY + 2}px`,
      maxWidth: `${width}px`,
    });
    this.#field.setAttribute('aria-autocomplete', 'list');
    this.#field.setAttribute('aria-haspopup', 'listbox');
    this.#field.setAttribute('aria-controls', LIST_ID);
    this.#status.textContent = `${names.length === 1 ? '1 name' : `${names.length} names`}. Use the arrow keys.`;
    this.#mark();
  }

  #option(name: string, i: number): HTMLElement {
    const option = document.createElement('li');
    option.role = 'option';
    option.id = `${LIST_ID}-${i}`;
    option.textContent = name;
    return option;
  }

  #mark(): void {
    [...this.#box.children].forEach((option, i) => (option.ariaSelected = String(i === this.#active)));
    this.#field.setAttribute('aria-activedescendant', `${LIST_ID}-${this.#active}`);
  }

  #key(event: KeyboardEvent): void {
    if (!this.#box.isConnected || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#active = (this.#active + step + this.#names.length) % this.#names.length;
      this.#mark();
    } else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) this.#insert(this.#active);
    else if (event.key === 'Escape') this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #press(event: PointerEvent): void {
    event.preventDefault();
    const option = (event.target as Element).closest('[role=option]');
    if (option) this.#insert([...this.#box.children].indexOf(option));
  }

  #insert(i: number): void {
    const name = this.#names[i]!;
    const end = this.#field.selectionStart;
    const start = end - (this.#typed?.length ?? 0);
    this.#close();
    this.#field.setRangeText(`${name} `, start, end, 'end');
    this.#field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#typed = null;
    this.#hide();
  }

  #hide(): void {
    this.#box.remove();
    this.#status.remove();
    for (const name of ['autocomplete', 'haspopup', 'controls', 'activedescendant'])
      this.#field.removeAttribute(`aria-${name}`);
  }
}
