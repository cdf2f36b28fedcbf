import { requireAdmin } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { draftOfVersion, insertDraft, readEditable, type Editable } from './draft.store.server.ts';
import { isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { renderPageText } from '#lib/verdicts/parse/lines/page-text.ts';
import { draftTitle, parseDraftSource } from './parse-draft.server.ts';

/** Saves a source as a new draft, also if it can't be read. @throws Refusal `sign-in-first`, `forbidden` */
export async function createDraft(
  { source, fileName }: { source: string; fileName: string | null },
  { actor, now }: RequestContext,
): Promise<{ id: string }> {
  const createdById = requireAdmin(actor).id;
  const title = draftTitle(parseDraftSource({ source, fileName, corrections: [] }), fileName);
  const draft = { source, fileName, corrections: [], title, verdictId: null, baseVersion: null };
  return { id: await insertDraft({ ...draft, createdById, now }) };
}

/**
 * Starts an edit of a published verdict, or continues the one based on its current version. @throws Refusal
 * `sign-in-first`, `forbidden`, `verdict-not-found`, `verdict-retracted`
 */
export async function startEdit(slug: string, { actor, now }: RequestContext): Promise<{ id: string }> {
  const createdById = requireAdmin(actor).id;
  const verdict = isSlug(slug) ? await readEditable(slug) : null;
  if (!verdict) throw new Refusal('verdict-not-found');
  if (verdict.state === 'retracted') throw new Refusal('verdict-retracted');
  const { id: verdictId, version: baseVersion, title } = verdict;
  const started = await draftOfVersion(verdictId, baseVersion);
  if (started) return { id: started };
  const draft = { ...sourceOf(verdict), title, verdictId, baseVersion };
  return { id: await insertDraft({ ...draft, createdById, now }) };
}

/** A version that was published as JSON is rendered as a page, or stays JSON if no page reads the same. */
function sourceOf({ raw, corrections, content }: Editable) {
  if (raw !== null) return { source: raw, corrections: corrections ?? [], fileName: null };
  const source = renderPageText(content) ?? JSON.stringify(content, null, 2);
  return { source, corrections: [], fileName: null };
}
