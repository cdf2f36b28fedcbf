import { admin, type Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { draftAt } from './change-draft.server.ts';
import { removeDraft, type DraftRow } from './draft.store.server.ts';
import { publishRead, type Published } from './publish-verdict.server.ts';
import { readDraftSource } from './read-draft.server.ts';
import type { ReadVerdict } from './read-verdict.server.ts';

/**
 * Publishes a draft and deletes it. A change that somebody makes in the same moment stays as a draft.
 * @throws Refusal `sign-in-first`, `forbidden`, `draft-not-found`, `draft-changed`, `verdict-unreadable`
 */
export async function publishDraft(
  based: { id: string; version: number },
  { actor, now }: { actor: Actor | null; now: Date },
): Promise<Published> {
  const by = admin(actor);
  const draft = await draftAt(based);
  const published = await publishRead(readable(draft), { actor: by, now });
  await removeDraft(draft);
  return published;
}

function readable(draft: DraftRow): ReadVerdict {
  const { verdict, faults, format } = readDraftSource(draft);
  if (!verdict) throw new Refusal('verdict-unreadable', { message: faults[0]!.message });
  if (format === 'json') return { content: verdict, raw: null, corrections: null };
  const corrections = draft.corrections.length > 0 ? draft.corrections : null;
  return { content: verdict, raw: draft.source, corrections };
}
