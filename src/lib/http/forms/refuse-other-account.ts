import type { Actor } from '#lib/actor.ts';
import { NOBODY } from '#lib/http/shown-viewer.ts';
import { Refusal } from '#lib/refusal.ts';

/**
 * `shown`: whom the page showed as signed in; null if the request doesn't say. Without a session nothing is done as
 * someone else: the use case refuses the write, or anyone may make it.
 * @throws Refusal `other-account`
 */
export function refuseOtherAccount(shown: string | null, actor: Actor | null): void {
  if (shown === null || actor === null || shown === actor.username) return;
  const message =
    shown === NOBODY
      ? `This page showed nobody signed in, but you are signed in as ${actor.username} now. Nothing was sent, and your text is kept. Send it again to do this as ${actor.username}.`
      : `This page showed ${shown}, but you are signed in as ${actor.username} now. Nothing was sent, and your text is kept. Sign in as ${shown} again, or send it again to do this as ${actor.username}.`;
  throw new Refusal('other-account', { message });
}
