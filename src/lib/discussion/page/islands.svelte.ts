import { hydrate, mount, unmount } from 'svelte';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';
import CommentBranch from './CommentBranch.svelte';

interface Branch {
  props: { node: CommentNode };
}

/** Milliseconds of work between two chances for the browser to respond to the reader. */
const SLICE = 10;

/** The top-level comments of a page, which become interactive one after the other once the page itself is. */
export class Islands {
  /** Of the page's components, for those that are mounted later. */
  context = new Map<unknown, unknown>();
  readonly #waiting = new Map<Element, () => void>();
  #markDone = () => {};
  /** Resolves when all comments that the server rendered are interactive. Until then, nothing may change them. */
  readonly done = new Promise<void>((resolve) => (this.#markDone = resolve));

  /** For an attachment: takes over the element that the server rendered, or fills an empty one at once. */
  add(element: Element, branch: Branch): () => void {
    let component: Record<string, unknown> | undefined;
    const options = { target: element, context: this.context, ...branch };
    if (element.hasChildNodes())
      this.#waiting.set(element, () => (component = hydrate(CommentBranch, options)));
    else component = mount(CommentBranch, options);
    return () => {
      this.#waiting.delete(element);
      if (component) void unmount(component);
    };
  }

  /** Makes the comment around this element interactive now: the reader has pressed something in it. */
  activate(element: Element): void {
    const branch = element.closest('.branch');
    if (branch) this.#activate(branch);
  }

  readonly start = (): void => {
    const until = performance.now() + SLICE;
    for (const element of this.#waiting.keys()) {
      this.#activate(element);
      if (performance.now() > until) break;
    }
    if (this.#waiting.size > 0) setTimeout(this.start);
    else this.#markDone();
  };

  #activate(element: Element): void {
    const take = this.#waiting.get(element);
    this.#waiting.delete(element);
    take?.();
  }
}
