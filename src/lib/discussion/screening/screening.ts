import type { Restriction } from '#lib/standing/restriction.ts';
import type { TrustLevel } from '#lib/standing/trust.ts';
import type { RefusalCode } from '#lib/refusal.ts';
import type { Word } from '#lib/words/match.ts';

/** What the phases need to know about a text. Gathered once, so that each phase is pure. */
export interface ScreeningInput {
  /** The text that readers see, with the addresses of its links (`readableTexts`). */
  texts: string[];
  links: number;
  /** The rendered text shows at least one character. */
  showsText: boolean;
  edits: boolean;
  level: TrustLevel;
  restrictions: Restriction[];
  locked: boolean;
  repeats: boolean;
  /** When an account of level 0 may write again; null if its day isn't full, or limits are off. */
  dayFullUntil: Date | null;
  words: Word[];
  firstCommentHeld: boolean;
  visibleComments: number;
  now: Date;
}

type ScreeningReason = 'word' | 'first_comment';

export type ScreeningResult =
  | { act: 'refuse'; code: RefusalCode; message?: string; field?: string; retryAfter?: number }
  | { act: 'hold'; reason: ScreeningReason }
  | { act: 'report'; note: string };

/** How an accepted text is written; null: visible, without a report. */
export type Accepted = Exclude<ScreeningResult, { act: 'refuse' }> | null;

/** Decides, or returns null: then the next phase decides. */
export type Phase = (screened: ScreeningInput) => ScreeningResult | null;

export function runPhases(phases: Phase[], screened: ScreeningInput): ScreeningResult | null {
  for (const phase of phases) {
    const screening = phase(screened);
    if (screening) return screening;
  }
  return null;
}

type RefusedResult = Extract<ScreeningResult, { act: 'refuse' }>;

/** All refusals, for a preview. */
export function runForRefusals(phases: Phase[], screened: ScreeningInput): RefusedResult[] {
  return phases.map((phase) => phase(screened)).filter((result) => result?.act === 'refuse');
}
