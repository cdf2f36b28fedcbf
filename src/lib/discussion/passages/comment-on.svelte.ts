import { goto } from '$app/navigation';
import { draftPlace } from '#lib/discussion/drafts/keys.ts';
import { loadKeeper } from '#lib/discussion/drafts/load-keeper.svelte.ts';
import type { Anchor } from '#lib/live/events.ts';
import type { Place } from '#lib/passages/anchor.ts';
import { describe, describeBlock } from '#lib/passages/describe.ts';
import { readableSection } from './article-text.ts';
import { want } from '#lib/discussion/drafts/wanted-passage.svelte.ts';

interface Verdict {
  slug: string;
  version: number;
}

let written: Pick<Anchor, 'section' | 'quote'> | null = null;

/** Whether this is the passage that the composer was opened with last; true once. */
export function takeWritten({ section, quote }: Anchor): boolean {
  const isWritten = written !== null && written.section === section && written.quote === quote;
  if (isWritten) written = null;
  return isWritten;
}

/** Opens the composer with a passage, or with a whole block if the place has no offsets. */
export async function commentOn(
  { slug, version }: Verdict,
  place: Pick<Place, 'section' | 'block'> & Partial<Place>,
): Promise<void> {
  const section = document.getElementById(`s-${place.section}`);
  if (!section) return;
  const sections = [readableSection(section)];
  const { start, end } = place;
  const passage =
    start === undefined || end === undefined
      ? describeBlock(sections, place, version)
      : describe(sections, { ...place, start, end }, version);
  if (!passage) return;
  want(draftPlace(slug, null), { ...passage, quote: passage.exact });
  written = { section: passage.section, quote: passage.exact };
  loadKeeper();
  // A page of one thread has no composer.
  if (!document.querySelector('#compose')) await goto(`/v/${slug}#compose`);
  const field = document.querySelector<HTMLTextAreaElement>('#compose textarea');
  field?.focus({ preventScroll: true });
  document.getElementById('compose')?.scrollIntoView({ block: 'center' });
}
