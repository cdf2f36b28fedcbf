import { createHash } from 'node:crypto';
import { isGenericTitle } from '#lib/verdicts/generic-title.ts';
import { matchKey } from '#lib/verdicts/match-key.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';

// PostgreSQL indexes keys of up to some 2,700 bytes; a label may be longer.
const MAX_KEY = 200;

/** What a verdict is recognised by when it is imported again. Hashes; null where it has no such identity. */
export interface Identities {
  /** Source and title, folded. Null without a source, or where the title is only a banner. */
  article: string | null;
  /** The text as it was given: a parser that reads more of it still finds the same verdict. */
  text: string | null;
  /** Everything that was understood. */
  content: string;
}

/**
 * Two imports are the same verdict if both name a source and source and title match, or if they are the same text or
 * the same content. Without a source, or with a banner for a title, two texts never match.
 */
export function identitiesOf(
  content: StructuredVerdict,
  { raw, contentHash }: { raw: string | null; contentHash: string },
): Identities {
  return {
    article: articleIdentity(content),
    text: raw === null ? null : sha256(`text\n${raw}`),
    content: sha256(`content\n${contentHash}`),
  };
}

function articleIdentity({ source, title }: StructuredVerdict): string | null {
  const from = [source.feed, source.name, source.url].map((named) => matchKey(named ?? '')).find(Boolean);
  if (!from || isGenericTitle(title)) return null;
  return sha256(`${from}\n${matchKey(title) || title.trim()}`);
}

/** Equal if nothing has changed. A missing speaker is left out, so that hashes from before that field stay valid. */
export function contentHashOf({ speaker, ...content }: StructuredVerdict): string {
  return sha256(JSON.stringify(speaker === null ? content : { ...content, speaker }));
}

/** What ties a claim to itself across versions: its label, folded. */
export function claimKeyOf(label: string): string {
  const folded = matchKey(label);
  return folded.length <= MAX_KEY ? folded : `${folded.slice(0, MAX_KEY)}#${sha256(folded)}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
