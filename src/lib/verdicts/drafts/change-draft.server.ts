import { requireAdmin, type Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { remapCorrections } from './remap-corrections.ts';
import { withCorrection, type CorrectAs } from './draft.ts';
import {
  readDraft,
  removeDraft,
  updateDraft,
  type DraftContent,
  type DraftRow,
} from './draft.store.server.ts';
import { MAX_CORRECTIONS } from '#lib/verdicts/parse/parsed-page.ts';
import { draftTitle, parseDraftSource } from './parse-draft.server.ts';

/** A draft at the version that a change is based on. */
interface DraftVersion {
  id: string;
  version: number;
}

/**
 * Marks lines; numbers of lines that don't exist are ignored. @throws Refusal `sign-in-first`, `forbidden`,
 * `draft-not-found`, `draft-changed`, `lines-needed`, `too-many-corrections`
 */
export async function correctDraft(
  { lines, as, ...based }: DraftVersion & { lines: number[]; as: CorrectAs },
  { actor, now }: RequestContext,
): Promise<void> {
  requireAdmin(actor);
  const draft = await findDraftVersion(based);
  const there = new Set(parseDraftSource(draft).lines.map(({ number }) => number));
  const known = lines.filter((line) => there.has(line));
  if (known.length === 0) throw new Refusal('lines-needed');
  const corrections = withCorrection(draft.corrections, known, as);
  if (corrections.length > MAX_CORRECTIONS) throw new Refusal('too-many-corrections');
  await saveReparsed(draft, { corrections }, now);
}

/**
 * Replaces the source. Corrections follow the lines that are still there. @throws Refusal `sign-in-first`,
 * `forbidden`, `draft-not-found`, `draft-changed`
 */
export async function replaceDraftSource(
  { source, ...based }: DraftVersion & { source: string },
  { actor, now }: RequestContext,
): Promise<void> {
  requireAdmin(actor);
  const draft = await findDraftVersion(based);
  const textsOf = (source: string) =>
    parseDraftSource({ ...draft, source, corrections: [] }).lines.map(({ text }) => text);
  const corrections = remapCorrections(draft.corrections, textsOf(draft.source), textsOf(source));
  await saveReparsed(draft, { source, corrections }, now);
}

/** Saves the note of the next version. @throws as above */
export async function noteDraft(
  { note, ...based }: DraftVersion & { note: string },
  { actor, now }: RequestContext,
): Promise<void> {
  requireAdmin(actor);
  if (!(await updateDraft(await findDraftVersion(based), { note }, now))) throw new Refusal('draft-changed');
}

/** Bases an edit on the current version, so that publishing replaces that version. @throws as above */
export async function rebaseDraft(based: DraftVersion, { actor, now }: RequestContext): Promise<void> {
  requireAdmin(actor);
  const draft = await findDraftVersion(based);
  const baseVersion = draft.verdict?.version;
  if (baseVersion === undefined) return;
  if (!(await updateDraft(draft, { baseVersion }, now))) throw new Refusal('draft-changed');
}

/** @throws as above */
export async function deleteDraft(based: DraftVersion, actor: Actor | null): Promise<void> {
  requireAdmin(actor);
  if (!(await removeDraft(await findDraftVersion(based)))) throw new Refusal('draft-changed');
}

/** @throws Refusal `draft-not-found`, `draft-changed` */
export async function findDraftVersion({ id, version }: DraftVersion): Promise<DraftRow> {
  const draft = await readDraft(id);
  if (!draft) throw new Refusal('draft-not-found');
  if (draft.version !== version) throw new Refusal('draft-changed');
  return draft;
}

async function saveReparsed(draft: DraftRow, changes: Partial<DraftContent>, now: Date): Promise<void> {
  const title = draftTitle(parseDraftSource({ ...draft, ...changes }), draft.fileName);
  if (!(await updateDraft(draft, { ...changes, title }, now))) throw new Refusal('draft-changed');
}
