import { claimKeyOf, contentHashOf, identityOf } from './fingerprint.server.ts';
import { dateToSortBy } from './parse/published-date.ts';
import { saveVerdict, TakenMeanwhile, type Saved, type VerdictRecord } from './publish.store.server.ts';
import { readVerdict, type ReadVerdict } from './read-verdict.server.ts';
import { findVerdict } from './find-verdict.server.ts';
import { slugOf } from './slug.ts';
import type { VerdictView } from './verdict-view.ts';

export interface Published {
  verdict: VerdictView;
  /** False where the same article was published before. */
  created: boolean;
  /** Whether this made a new version of a verdict that there was. */
  changed: boolean;
  version: number;
}

const MAX_SLUG = 80;
// Each try loses to somebody who won, so this many rivals would have to publish at the same moment.
const TRIES = 8;

/**
 * Publishes a verdict: `{text}` with its page, or the structured verdict. The same again gives the first; the same
 * article read anew becomes a new version of the same verdict, which keeps its comments and, claim by claim, its votes.
 * @throws Refusal `verdict-unreadable`, `too-large`, `invalid-input`
 */
export async function publishVerdict(input: unknown, { now }: { now: Date }): Promise<Published> {
  return publishRead(readVerdict(input), { now });
}

/** The same for a verdict that has been read already. */
export async function publishRead(read: ReadVerdict, { now }: { now: Date }): Promise<Published> {
  const { slug, outcome, version } = await saveDespiteRivals(recordOf(read, now));
  const verdict = await findVerdict(slug);
  return { verdict, created: outcome === 'created', changed: outcome === 'changed', version };
}

function recordOf({ content, raw }: ReadVerdict, now: Date): VerdictRecord {
  return {
    content,
    raw,
    slugBase: slugOf(content.title, MAX_SLUG) || 'verdict',
    identity: identityOf(content),
    contentHash: contentHashOf(content),
    claims: content.claims.map((claim) => ({ ...claim, key: claimKeyOf(claim.label) })),
    sortedBy: dateToSortBy(content.publishedAt, content.publishedText),
    now,
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
