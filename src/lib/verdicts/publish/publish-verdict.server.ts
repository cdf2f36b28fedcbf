import { operatorId, type Operator } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { claimKeyOf, contentHashOf, identitiesOf } from '#lib/verdicts/versions/fingerprint.server.ts';
import { dateToSortBy } from '#lib/verdicts/parse/head/published-date.ts';
import { saveVerdict, type Saved, type VerdictRecord } from './publish.store.server.ts';
import { readVerdict, type ReadVerdict } from './parse-verdict-input.server.ts';
import { findAnyVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { slugOf } from './slug.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { TakenMeanwhile, type VersionRecord } from '#lib/verdicts/versions/version.store.server.ts';

export interface Published {
  verdict: VerdictView;
  /** False where the same article was published before. */
  created: boolean;
  /** Whether this made a new version of a verdict that there was. */
  changed: boolean;
  version: number;
}

export interface Publishing {
  /** Who publishes: an admin, or a program. Left out: the command line. */
  actor?: Operator;
  now: Date;
}

const MAX_SLUG = 80;
// Each try loses to somebody who won, so this many rivals would have to publish at the same moment.
const TRIES = 8;

/**
 * Publishes a verdict: `{text}` with its page, or the structured verdict. Idempotent: what was last imported changes
 * nothing when it is imported again, also after an edit. Another reading of the same article (see fingerprint.server.ts)
 * becomes a new version of the same verdict, which keeps its comments and, claim by claim, its votes.
 * @throws Refusal `verdict-unreadable`, `too-large`, `invalid-input`, `verdict-retracted`
 */
export async function publishVerdict(input: unknown, publishing: Publishing): Promise<Published> {
  return publishRead(readVerdict(input), publishing);
}

/** The same for a verdict that has been read already. */
export async function publishRead(read: ReadVerdict, { actor, now }: Publishing): Promise<Published> {
  const authorId = actor ? operatorId(actor) : null;
  const slugBase = slugOf(read.content.title, MAX_SLUG) || 'verdict';
  const record = { ...versionOf(read, { note: null, authorId, now }), slugBase };
  const { slug, outcome, version } = await saveDespiteRivals(record);
  if (outcome === 'retracted') throw retractedBefore(slug);
  const verdict = await findAnyVerdict(slug);
  return { verdict, created: outcome === 'created', changed: outcome === 'changed', version };
}

/** What is stored of a version. */
export function versionOf(
  { content, raw, corrections }: ReadVerdict,
  written: { note: string | null; authorId: string | null; now: Date },
): VersionRecord {
  const contentHash = contentHashOf(content);
  return {
    ...{ content, raw, corrections, contentHash, ...written },
    identities: identitiesOf(content, { raw, contentHash }),
    claims: content.claims.map((claim) => ({ ...claim, key: claimKeyOf(claim.label) })),
    sortedBy: dateToSortBy(content.publishedAt, content.publishedText),
  };
}

/** Two who publish the same verdict at the same moment both see none yet; the unique keys let one through. */
async function saveDespiteRivals(record: VerdictRecord): Promise<Saved> {
  for (let tries = 1; ; tries++) {
    try {
      return await saveVerdict(record);
    } catch (error) {
      if (!(error instanceof TakenMeanwhile) || tries === TRIES) throw error;
    }
  }
}

function retractedBefore(slug: string): Refusal {
  return new Refusal('verdict-retracted', {
    message: `This verdict was retracted and is at /v/${slug}. Publish it again before you import a new version.`,
  });
}
