import { settings } from '#lib/env.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { findSiteSettings } from '#lib/site-settings/find-site-settings.server.ts';
import type { SiteSettings } from '#lib/site-settings/site-settings.ts';
import type { Standing } from '#lib/standing/find-standing.server.ts';
import { findWords } from '#lib/words/find-words.server.ts';
import type { Word } from '#lib/words/match.ts';
import { readableTexts } from '#lib/discussion/reading/markdown.server.ts';
import { PHASES } from './phases.ts';
import { firstRuling, type Ruling } from './screening.ts';
import { readSinceWhen, type Moment } from './screening.store.server.ts';
import { countLinks } from './too-many-links.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What screening needs to know about the site, the same for every author and thread. */
export interface Ground {
  site: SiteSettings;
  words: Word[];
}

export async function findGround(): Promise<Ground> {
  const [site, words] = await Promise.all([findSiteSettings(), findWords()]);
  return { site, words };
}

export interface Text {
  body: string;
  html: string;
  /** The author's. */
  standing: Standing;
  ground: Ground;
  /** How things stand where it is to be; null: it is a new text for a comment that stands. */
  moment: Pick<Moment, 'locked' | 'repeats'> | null;
  /** As `findDayFull` says. */
  dayFullUntil?: Date | null;
}

/** When somebody new, whose day is full, may write again; null where it isn't, or nobody counts. */
export async function findDayFull(
  authorId: string,
  { standing, ground }: Pick<Text, 'standing' | 'ground'>,
  now: Date,
): Promise<Date | null> {
  if (standing.level > 0 || settings().RATE_LIMITS === 'off') return null;
  const since = await readSinceWhen(authorId, ground.site.newcomerComments, now);
  return since && new Date(since.getTime() + DAY);
}

/**
 * Asks the phases about a text before it is written. @returns how it is to be written; null: visible
 * @throws Refusal with the code of the phase that refuses it
 */
export function screenText(
  { body, html, standing, ground, moment, dayFullUntil = null }: Text,
  now: Date,
): Exclude<Ruling, { act: 'refuse' }> | null {
  const { site, words } = ground;
  const { level, restrictions, stood } = standing;
  const ruling = firstRuling(PHASES, {
    ...{ level, restrictions, stood, words, now },
    texts: words.length > 0 ? readableTexts({ body, html }) : [],
    links: countLinks(html),
    edits: moment === null,
    locked: moment?.locked ?? false,
    repeats: moment?.repeats ?? false,
    dayFullUntil,
    firstCommentHeld: site.firstCommentHeld,
  });
  if (ruling?.act !== 'refuse') return ruling;
  const { code, act: _act, ...details } = ruling;
  throw new Refusal(code, details);
}
