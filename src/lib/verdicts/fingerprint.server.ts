import { createHash } from 'node:crypto';
import { fold } from './fold.ts';
import type { StructuredVerdict } from './verdict.ts';

// PostgreSQL indexes keys of up to some 2,700 bytes; a label may be longer.
const MAX_KEY = 200;

/** What makes two readings verdicts on the same article: the feed and the title, folded. */
export function identityOf({ source, title }: StructuredVerdict): string {
  return sha256(`${fold(source.feed ?? source.name ?? '')}\n${fold(title) || title.trim()}`);
}

/** Equal if nothing has changed. A missing speaker is left out, so that hashes from before that field stay valid. */
export function contentHashOf({ speaker, ...content }: StructuredVerdict): string {
  return sha256(JSON.stringify(speaker === null ? content : { ...content, speaker }));
}

/** What ties a claim to itself across versions: its label, folded. */
export function claimKeyOf(label: string): string {
  const folded = fold(label);
  return folded.length <= MAX_KEY ? folded : `${folded.slice(0, MAX_KEY)}#${sha256(folded)}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
