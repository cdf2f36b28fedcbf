import { operatorId, type Operator } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { saveVerdictEdit, VerdictConflict, type EditResult } from './edit.store.server.ts';
import { findAnyVerdict, isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { versionRecord } from '#lib/verdicts/publish/publish-verdict.server.ts';
import type { ParsedVerdict } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';

export interface VerdictEdit {
  read: ParsedVerdict;
  /** Shown to readers. */
  note: string;
  /** The version that the edit is based on. Undefined: replace the current version. */
  baseVersion?: number | undefined;
}

/**
 * Saves a new version with a note, at the same address. Unchanged claims keep their votes; a reworded claim is a new
 * claim. Unchanged content adds no version. @throws Refusal `forbidden`, `verdict-not-found`, `verdict-retracted`,
 * `verdict-changed` (with the current verdict), `verdict-exists` (with the slug of the other one)
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

async function saveOrRefuse(
  slug: string,
  record: Parameters<typeof saveVerdictEdit>[1],
): Promise<EditResult> {
  if (!isSlug(slug)) return { outcome: 'not-found' };
  try {
    return await saveVerdictEdit(slug, record);
  } catch (taken) {
    if (!(taken instanceof VerdictConflict)) throw taken;
    throw new Refusal('verdict-exists', {
      message: `Another verdict has this source and title, or this text: /v/${taken.slug}. Edit that one, or change the title.`,
      state: { slug: taken.slug },
    });
  }
}
