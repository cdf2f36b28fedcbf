import { linkedNames } from '#lib/discussion/reading/link-mentions.ts';
import { RENDERER, renderMarkdown } from '#lib/discussion/reading/markdown.server.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { deleteMention, nextMention, setHtml } from './mention.store.server.ts';

/** Others' comments no longer link the name of an erased account. If the process is killed, a second call continues. */
export async function forgetMentions(userId: string): Promise<void> {
  for (;;) {
    const next = await nextMention(userId);
    if (!next) return;
    await changeThread(next.verdict, async (thread) => {
      const html = renderWithout(next);
      if (html !== null) {
        await setHtml(next.commentId, { html, renderer: RENDERER }, thread.tx);
        await thread.touch({ id: next.commentId, placed: next.placed });
      }
      await deleteMention(next.commentId, userId, thread.tx);
    });
  }
}

type Naming = NonNullable<Awaited<ReturnType<typeof nextMention>>>;

/** Null: its text no longer links the name. */
function renderWithout({ body, html, others }: Naming): string | null {
  const names = linkedNames(html);
  const kept = names.filter((name) => others.includes(name));
  return kept.length < names.length ? renderMarkdown(body, kept) : null;
}
