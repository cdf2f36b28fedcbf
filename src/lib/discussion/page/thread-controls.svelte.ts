import { attempt, type ReaderActions } from '#lib/discussion/composer/reader-actions.svelte.ts';
import { MORE_REPLIES } from '#lib/discussion/comment.ts';
import { callApi } from '#lib/http/api/api-client.ts';
import { secondClicks } from '#lib/ui/second-click.ts';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { rememberFold } from '#lib/discussion/thread/folds.ts';
import { commentForms, loadForms } from './comment-forms.svelte.ts';
import { commentElementId, focusOn } from './focus.ts';
import { startExtras } from '#lib/discussion/extras/start-extras.svelte.ts';
import type { PressedControl } from '#lib/discussion/thread/pressed-control.ts';
import type { Islands } from './islands.svelte.ts';

type Act = (node: CommentNode, control: HTMLElement) => void;

/** What presses on the comments do. Loaded after the page, or with the first press. */
export class ThreadControls {
  readonly #discussion: Discussion;
  readonly #actions: ReaderActions;
  readonly #islands: Islands;
  readonly #left = new AbortController();
  readonly #isSecond = secondClicks();
  readonly #acts: Record<PressedControl['act'], Act> = {
    reply: (node) => toggleForm(node, 'reply'),
    edit: (node) => toggleForm(node, 'edit'),
    withdraw: (node) => toggleForm(node, 'withdraw'),
    fold: (node) => this.#fold(node),
    more: (node) => void this.#loadReplies(node),
    open: (node) => void this.#openWaiting(node),
    rate: (node, control) => this.#rate(node, (control as HTMLButtonElement).value),
  };

  constructor(thread: HTMLElement, discussion: Discussion, actions: ReaderActions, islands: Islands) {
    thread.addEventListener('scroll', unfold, true);
    this.#islands = islands;
    this.#discussion = discussion;
    this.#actions = actions;
    const { signal } = this.#left;
    const replyForm = {
      load: async () => {
        await loadForms();
        return commentForms()!;
      },
      context: islands.context,
    };
    startExtras({ list: thread, discussion, actions, replyForm, signal });
  }

  /** The reader leaves the page. */
  stop(): void {
    this.#left.abort();
  }

  press(event: MouseEvent, { act, control }: PressedControl, node: CommentNode): void {
    if (this.#isSecond(event, control)) return;
    this.#islands.activate(control);
    this.#acts[act](node, control);
  }

  #fold(node: CommentNode): void {
    node.collapsed = !node.collapsed;
    rememberFold(this.#discussion.slug, node.comment.id, node.collapsed);
  }

  async #loadReplies(node: CommentNode): Promise<void> {
    const { root, cursor } = node.more!;
    node.isLoading = true;
    await attempt(node, async () => {
      const path = `/comments/${root}/replies?limit=${MORE_REPLIES}&cursor=${cursor}`;
      const page = await callApi<Parameters<Discussion['loadReplies']>[1]>('GET', path);
      const [first] = this.#discussion.loadReplies(node, page);
      await focusOn(commentElementId((first ?? node).comment.id));
    });
    node.isLoading = false;
  }

  async #openWaiting(node: CommentNode): Promise<void> {
    const [first] = this.#discussion.thread.openReplies(node);
    if (first) await focusOn(commentElementId(first.comment.id));
  }

  /** `value`: of the button, which a plain form would send. */
  #rate(node: CommentNode, value: string): void {
    const side = value.slice(value.indexOf('.') + 1);
    void attempt(node, () => this.#actions.rate(node, side === 'none' ? null : side === 'true'));
  }
}

/** A search in the page, or the focus, has scrolled within a folded text (comment.css): shows all, at the same place. */
function unfold({ target }: Event): void {
  const { scrollTop, nextElementSibling } = target as Element;
  const control = nextElementSibling?.querySelector<HTMLDetailsElement>('.unfold');
  if (!control || scrollTop === 0) return;
  control.open = true;
  scrollBy({ top: scrollTop, behavior: 'instant' });
}

function toggleForm(node: CommentNode, form: NonNullable<CommentNode['form']>): void {
  node.fault = '';
  node.form = node.form === form ? null : form;
}
