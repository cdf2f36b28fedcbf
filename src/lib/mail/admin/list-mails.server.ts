import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import type { MailFilter } from '../mail-state.ts';
import type { MailFacts } from '../mail-facts.ts';
import { mailCursor } from './mail-input.ts';
import { countMails, mailPage, readMailFacts } from './mail-list.store.server.ts';
import { mailView, type MailView } from './mail-view.ts';

const PAGE = 50;

export interface MailList {
  items: MailView[];
  next: string | null;
  counts: Record<MailFilter, number>;
}

/** Newest first. @throws Refusal `sign-in-first`, `forbidden`, `invalid-input` (cursor) */
export async function listMails(
  { state, cursor }: { state?: MailFilter | undefined; cursor?: string | undefined },
  { actor }: Pick<RequestContext, 'actor'>,
): Promise<MailList> {
  requireAdmin(actor);
  const before = mailCursor.read(cursor);
  const [found, counts] = await Promise.all([mailPage(state, before, PAGE + 1), countMails()]);
  const { rows, next } = mailCursor.page(found, PAGE);
  return { items: rows.map(mailView), next, counts };
}

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function mailFacts({ actor, now }: RequestContext): Promise<MailFacts> {
  requireAdmin(actor);
  const { waiting, oldest, failed } = await readMailFacts();
  return { waiting, waitedMs: oldest ? Math.max(0, now.getTime() - oldest.getTime()) : 0, failed };
}
