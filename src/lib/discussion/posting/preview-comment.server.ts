import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { networkOf } from '#lib/http/network.server.ts';
import { spend } from '#lib/limits.server.ts';
import { renderMarkdown } from '#lib/discussion/reading/markdown.server.ts';

/**
 * A comment's text as HTML. Only for signed-in readers, because rendering costs processor time.
 * @throws Refusal `sign-in-first`, `rate-limited`
 */
export async function previewComment(
  body: string,
  { actor, address }: { actor: Actor | null; address: string },
): Promise<string> {
  await spend('preview-by-reader', requireSignedIn(actor).id);
  await spend('preview-by-address', networkOf(address));
  return renderMarkdown(body);
}
