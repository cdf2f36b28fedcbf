import { createHash } from 'node:crypto';
import { isGenericTitle } from '#lib/verdicts/generic-title.ts';
import { matchKey } from '#lib/verdicts/match-key.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';

// PostgreSQL indexes keys of up to about 2,700 bytes; a label may be longer.
const MAX_KEY = 200;

/** Hashes that identify a verdict when it is imported again. */
export interface Identities {
  /** Of source and title. Null without a source, or with a generic title. */
  article: string | null;
  /** Of the raw text: found again even if a newer parser reads more of it. */
  text: string | null;
  /** Of the parsed content. */
  content: string;
}

/**
 * Imports are the same verdict if source and title match, or the text, or the content. Without a source, or with a
 * generic title, the text or content must match.
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

/** Without a missing speaker, so that hashes from before that field stay valid. */
export function contentHashOf({ speaker, ...content }: StructuredVerdict): string {
  return sha256(JSON.stringify(speaker === null ? content : { ...content, speaker }));
}

/** Identifies a claim across versions. */
export function claimKeyOf(label: string): string {
  const folded = matchKey(label);
  return folded.length <= MAX_KEY ? folded : `${folded.slice(0, MAX_KEY)}#${sha256(folded)}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
