import { operatorId, type Operator } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { claimKeyOf, contentHashOf, identitiesOf } from '#lib/verdicts/versions/fingerprint.server.ts';
import { sortDate } from '#lib/verdicts/parse/head/published-date.ts';
import { saveVerdict, type SaveResult, type VerdictRecord } from './publish.store.server.ts';
import { parseVerdictInput, type ParsedVerdict } from './parse-verdict-input.server.ts';
import { findAnyVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { slugOf } from './slug.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { UniqueKeyConflict, type VersionRecord } from '#lib/verdicts/versions/version.store.server.ts';

export interface PublishResult {
  verdict: VerdictView;
  /** False if the article was published before. */
  created: boolean;
  /** A new version was added. */
  changed: boolean;
  version: number;
}

export interface PublishContext {
  /** Undefined: the command line. */
  actor?: Operator;
  now: Date;
}

const MAX_SLUG = 80;
// Each attempt fails only if another import succeeded, so this many would have to run at the same moment.
const MAX_ATTEMPTS = 8;

/**
 * Publishes `{text}` or a structured verdict. Idempotent: repeating the last import changes nothing, even after an
 * edit. A changed import of the same article (see fingerprint.server.ts) becomes a new version that keeps the
 * comments and, claim by claim, the votes. @throws Refusal `verdict-unreadable`, `too-large`, `invalid-input`,
 * `verdict-retracted`
 */
export async function publishVerdict(input: unknown, publishing: PublishContext): Promise<PublishResult> {
  return publishParsed(parseVerdictInput(input), publishing);
}

export async function publishParsed(
  read: ParsedVerdict,
  { actor, now }: PublishContext,
): Promise<PublishResult> {
  const authorId = actor ? operatorId(actor) : null;
  const slugBase = slugOf(read.content.title, MAX_SLUG) || 'verdict';
  const record = { ...versionRecord(read, { note: null, authorId, now }), slugBase };
  const { slug, outcome, version } = await saveWithRetry(record);
  if (outcome === 'retracted') throw retractedRefusal(slug);
  const verdict = await findAnyVerdict(slug);
  return { verdict, created: outcome === 'created', changed: outcome === 'changed', version };
}

export function versionRecord(
  { content, raw, corrections }: ParsedVerdict,
  written: { note: string | null; authorId: string | null; now: Date },
): VersionRecord {
  const contentHash = contentHashOf(content);
  return {
    ...{ content, raw, corrections, contentHash, ...written },
    identities: identitiesOf(content, { raw, contentHash }),
    claims: content.claims.map((claim) => ({ ...claim, key: claimKeyOf(claim.label) })),
    sortedBy: sortDate(content.publishedAt, content.publishedText),
  };
}

/** Two simultaneous imports of a verdict both find none; the unique keys let one through, and the other retries. */
async function saveWithRetry(record: VerdictRecord): Promise<SaveResult> {
  for (let tries = 1; ; tries++) {
    try {
      return await saveVerdict(record);
    } catch (error) {
      if (!(error instanceof UniqueKeyConflict) || tries === MAX_ATTEMPTS) throw error;
    }
  }
}

function retractedRefusal(slug: string): Refusal {
  return new Refusal('verdict-retracted', {
    message: `This verdict was retracted and is at /v/${slug}. Publish it again before you import a new version.`,
  });
}
