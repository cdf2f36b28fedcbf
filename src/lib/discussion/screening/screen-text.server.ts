import { settings } from '#lib/env.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { findSiteSettings } from '#lib/site-settings/find-site-settings.server.ts';
import type { SiteSettings } from '#lib/site-settings/site-settings.ts';
import type { Standing } from '#lib/standing/find-standing.server.ts';
import { findWords } from '#lib/words/find-words.server.ts';
import { hasVisibleText } from '#lib/visible-text.ts';
import type { Word } from '#lib/words/match.ts';
import { readableTexts, textOfHtml } from '#lib/discussion/reading/markdown.server.ts';
import { PHASES } from './phases.ts';
import { runForRefusals, runPhases, type Accepted, type ScreeningInput } from './screening.ts';
import { readNthLastCommentTime, type ThreadState } from './screening.store.server.ts';
import { countLinks } from './too-many-links.ts';

export { insertWordReport } from './screening.store.server.ts';

const DAY = 24 * 60 * 60 * 1000;

interface SiteRules {
  site: SiteSettings;
  words: Word[];
}

export async function findSiteRules(): Promise<SiteRules> {
  const [site, words] = await Promise.all([findSiteSettings(), findWords()]);
  return { site, words };
}

export interface Text {
  body: string;
  html: string;
  standing: Standing;
  siteRules: SiteRules;
  /** Null: a new text for an existing comment. */
  thread: Pick<ThreadState, 'locked' | 'repeats'> | null;
  dayFullUntil?: Date | null;
}

/** When an account of level 0 that has reached its daily limit may write again; null: not reached, or limits are off. */
export async function findDayFull(
  authorId: string,
  { standing, siteRules }: Pick<Text, 'standing' | 'siteRules'>,
  now: Date,
): Promise<Date | null> {
  if (standing.level > 0 || settings().RATE_LIMITS === 'off') return null;
  const since = await readNthLastCommentTime(authorId, siteRules.site.newcomerComments, now);
  return since && new Date(since.getTime() + DAY);
}

/** @throws Refusal with the code of the phase that refuses the text */
export function screenText(text: Text, now: Date): Accepted {
  const screening = runPhases(PHASES, screeningInput(text, now));
  if (screening?.act !== 'refuse') return screening;
  const { code, act: _act, ...details } = screening;
  throw new Refusal(code, details);
}

/** Everything for which the text would be refused. */
export function findRefusals(text: Text, now: Date): Refusal[] {
  return runForRefusals(PHASES, screeningInput(text, now)).map(
    ({ code, act: _act, ...details }) => new Refusal(code, details),
  );
}

function screeningInput(
  { body, html, standing, siteRules, thread, dayFullUntil = null }: Text,
  now: Date,
): ScreeningInput {
  const { site, words } = siteRules;
  const { level, restrictions, visibleComments } = standing;
  return {
    level,
    restrictions,
    visibleComments,
    words,
    now,
    texts: words.length > 0 ? readableTexts({ body, html }) : [],
    links: countLinks(html),
    showsText: hasVisibleText(textOfHtml(html)),
    edits: thread === null,
    locked: thread?.locked ?? false,
    repeats: thread?.repeats ?? false,
    dayFullUntil,
    firstCommentHeld: site.firstCommentHeld,
  };
}
