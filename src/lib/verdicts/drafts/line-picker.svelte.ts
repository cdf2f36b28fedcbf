/**
 * Selects lines of a draft by mouse and keyboard: a click or Space toggles one, Shift extends to a range. The
 * selection is the state of plain checkboxes, so thousands of lines need no reactive state, and it works without
 * JavaScript.
 */
export class LinePicker {
  count = $state(0);
  #list: HTMLElement | null = null;
  #at: HTMLInputElement | null = null;

  attach = (list: HTMLElement) => {
    this.#list = list;
    const { signal, abort } = listening();
    list.addEventListener('keydown', (event) => this.#press(event), { signal });
    list.addEventListener('mousedown', (event) => event.shiftKey && event.preventDefault(), { signal });
    list.addEventListener('click', (event) => this.#click(event), { signal });
    list.addEventListener('change', () => this.#recount(), { signal });
    list.addEventListener('focusin', ({ target }) => this.#moveTab(target as HTMLInputElement), { signal });
    this.refresh();
    return abort;
  };

  /** After the lines have changed. Roving tabindex: Tab reaches one checkbox, arrow keys the others. */
  refresh(): void {
    const boxes = this.#boxes();
    for (const box of boxes) box.tabIndex = -1;
    const stays = this.#at?.isConnected ? this.#at : boxes[0];
    if (stays) this.#moveTab(stays);
    this.#recount();
  }

  /** Clears the selection and returns the focus to the last line. */
  clear(): void {
    for (const box of this.#boxes()) box.checked = false;
    this.#recount();
    this.#at?.focus({ preventScroll: true });
  }

  #boxes(): HTMLInputElement[] {
    return [...(this.#list?.querySelectorAll<HTMLInputElement>('input[name="line"]') ?? [])];
  }

  #moveTab(box: HTMLInputElement): void {
    if (this.#at) this.#at.tabIndex = -1;
    this.#at = box;
    box.tabIndex = 0;
  }

  #recount(): void {
    this.count = this.#boxes().filter(({ checked }) => checked).length;
  }

  #click(event: MouseEvent): void {
    const box = (event.target as HTMLElement).closest('li')?.querySelector('input');
    if (!box || !event.shiftKey || !this.#at) return;
    // The label's own click would toggle the checkbox again.
    event.preventDefault();
    this.#select(this.#at, box);
    // The browser restores a checkbox after a prevented click, so select again after the event.
    setTimeout(() => {
      this.#select(this.#at!, box);
      box.focus({ preventScroll: true });
    });
  }

  #select(from: HTMLInputElement, to: HTMLInputElement): void {
    const boxes = this.#boxes();
    const [first, last] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
    for (const box of boxes.slice(first, last! + 1)) box.checked = true;
    this.#recount();
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = this.#keys(event.shiftKey)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #keys(shift: boolean): Record<string, () => void> {
    return {
      ArrowDown: () => this.#step(1, shift),
      ArrowUp: () => this.#step(-1, shift),
      PageDown: () => this.#step(PAGE, shift),
      PageUp: () => this.#step(-PAGE, shift),
      Home: () => this.#step(-Infinity, shift),
      End: () => this.#step(Infinity, shift),
      Escape: () => this.clear(),
      Enter: () => this.#goToCorrections(),
    };
  }

  /** Without a selection, the corrections apply to the focused line. */
  #goToCorrections(): void {
    if (this.count === 0 && this.#at) this.#select(this.#at, this.#at);
    this.#list?.closest('form')?.querySelector<HTMLElement>('button[name="as"]')?.focus();
  }

  #step(by: number, select: boolean): void {
    const boxes = this.#boxes();
    const from = this.#at ?? boxes[0];
    if (!from) return;
    const to = boxes[Math.min(boxes.length - 1, Math.max(0, boxes.indexOf(from) + by))]!;
    if (select) this.#select(from, to);
    to.focus({ preventScroll: true });
    to.closest('li')?.scrollIntoView({ block: 'nearest' });
  }
}

const PAGE = 10;

function listening(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
