import type { Actor } from '#lib/actor.ts';
import { settings } from '#lib/env.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { findSiteSettings } from '#lib/site-settings/find-site-settings.server.ts';
import { findStanding } from '#lib/standing/find-standing.server.ts';
import { findWords } from '#lib/words/find-words.server.ts';
import { PHASES } from './phases.ts';
import { firstRuling, type Ruling } from './screening.ts';
import { readLately } from './screening.store.server.ts';
import { countLinks } from './too-many-links.ts';

const DAY = 24 * 60 * 60 * 1000;

export interface Text {
  body: string;
  html: string;
  /** A new text for a comment that stands. */
  edits: boolean;
  /** New comments are refused where it would stand. */
  locked: boolean;
}

/**
 * Asks the phases about a text before it is written. @returns how it is to be written; null: visible
 * @throws Refusal with the code of the phase that refuses it
 */
export async function screenText(
  author: Actor,
  text: Text,
  now: Date,
): Promise<Exclude<Ruling, { act: 'refuse' }> | null> {
  const site = await findSiteSettings();
  const [standing, words, lately] = await Promise.all([
    findStanding(author.id, now),
    findWords(),
    readLately(author.id, { body: text.body, most: site.newcomerComments, now }),
  ]);
  const since = settings().RATE_LIMITS === 'off' ? null : lately.dayFullSince;
  const { level, restrictions, stood } = standing;
  const ruling = firstRuling(PHASES, {
    ...{ level, restrictions, stood, words, now },
    ...{ body: text.body, edits: text.edits, locked: text.locked, links: countLinks(text.html) },
    repeats: lately.repeats,
    dayFullUntil: since && new Date(since.getTime() + DAY),
    firstCommentHeld: site.firstCommentHeld,
  });
  if (ruling?.act !== 'refuse') return ruling;
  const { code, act: _act, ...details } = ruling;
  throw new Refusal(code, details);
}
