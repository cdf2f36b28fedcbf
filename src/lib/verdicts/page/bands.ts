import type { Scoring } from '#lib/verdicts/verdict.ts';

/** One sentence each; null if the name is unknown or missing. */
export interface Explanations {
  band: string | null;
  mode: string | null;
  /** What the scale means; null without a score. */
  score: string | null;
}

const BANDS = new Map([
  ['lucid', 'Scores from 0 to 19: it says plainly what changes and who pays for it.'],
  ['moderate', 'Scores from about 20 to 49: it admits part of what changes and softens the rest.'],
  [
    'heavy cope',
    'Scores from 50 to 79: most of it makes the change look smaller, later or kinder than it is.',
  ],
  ['pure cope', 'Scores from 80 to 100: it denies the change, or comforts and says nothing about it.'],
]);

const MODES = new Map([
  ['lucid', 'It names the change and its cost, and avoids neither.'],
  ['reframing', 'It answers a different question, so that a loss reads as something else.'],
  ['deflection', 'It moves the subject: to other people, other causes or a later time.'],
  ['partial truth', 'What it says is true, and what it leaves out would change the conclusion.'],
  ['scope inflation', 'It draws a larger conclusion than its evidence covers.'],
]);

export function explanationsOf({ score, mode }: Pick<Scoring, 'score' | 'mode'>): Explanations {
  return {
    band: explained(BANDS, score?.band),
    mode: explained(MODES, mode),
    score: score
      ? `0: it says plainly what changes and who pays for it. ${score.max}: it denies the change. In between is cope: words that make a hard change look smaller, later or kinder than it is.`
      : null,
  };
}

/** `Heavy Cope` and `heavy_cope` are the same band. */
function explained(sentences: Map<string, string>, name: string | null | undefined): string | null {
  const known = (name ?? '')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
  return sentences.get(known) ?? null;
}
