import { redirect } from '@sveltejs/kit';
import { permalink } from '#lib/discussion/page/links.ts';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { Refusal } from '#lib/refusal.ts';

/** A page about a comment that is gone leads to its place on the verdict's page, which says what happened to it. */
export function leaveForVerdict(fault: unknown, slug: string, id: string): never {
  if (!(fault instanceof Refusal) || fault.code !== 'comment-not-found') orErrorPage(fault);
  // A header takes ASCII only.
  redirect(303, permalink(encodeURIComponent(slug), id));
}
