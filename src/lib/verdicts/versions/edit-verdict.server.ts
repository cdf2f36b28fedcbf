import { operatorId, type Operator } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { saveEdit, VerdictConflict, type EditResult } from './edit.store.server.ts';
import { findAnyVerdict, isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { versionRecord } from '#lib/verdicts/publish/publish-verdict.server.ts';
import type { ParsedVerdict } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';

export interface VerdictEdit {
  read: ParsedVerdict;
  /** For readers: what changed, and why. */
  note: string;
  /** The version that the editor started from. If it is left out, the current version is replaced. */
  baseVersion?: number | undefined;
}

/**
 * Replaces a verdict by an edited one: a new version with a note, at the same address. Claims that stay keep their
 * votes; a reworded claim is a new claim. Content that has not changed makes no version.
 * @throws Refusal `forbidden`, `verdict-not-found`, `verdict-retracted`, `verdict-changed` (with the current verdict),
 * `verdict-exists` (with the slug of the other one)
 */
export async function editVerdict(
  slug: string,
  { read, note, baseVersion }: VerdictEdit,
  { actor, now }: { actor: Operator; now: Date },
): Promise<{ verdict: VerdictView; changed: boolean }> {
  const record = versionRecord(read, { note, authorId: operatorId(actor), now });
  const edited = await saveOrRefuse(slug, { ...record, baseVersion });
  if (edited.outcome === 'not-found') throw new Refusal('verdict-not-found');
  if (edited.outcome === 'retracted') throw new Refusal('verdict-retracted');
  const verdict = await findAnyVerdict(slug);
  if (edited.outcome === 'outdated') throw new Refusal('verdict-changed', { state: verdict });
  return { verdict, changed: edited.outcome === 'changed' };
}

async function saveOrRefuse(slug: string, record: Parameters<typeof saveEdit>[1]): Promise<EditResult> {
  if (!isSlug(slug)) return { outcome: 'not-found' };
  try {
    return await saveEdit(slug, record);
  } catch (taken) {
    if (!(taken instanceof VerdictConflict)) throw taken;
    throw new Refusal('verdict-exists', {
      message: `Another verdict has this source and title, or this text: /v/${taken.slug}. Edit that one, or change the title.`,
      state: { slug: taken.slug },
    });
  }
}
