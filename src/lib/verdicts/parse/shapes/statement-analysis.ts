import type { Scoring, SectionKind } from '../../verdict.ts';
import { parseFigure, parseScore } from '#lib/verdicts/parse/claims/figures.ts';
import { stripEmoji } from '#lib/verdicts/parse/sections/headings.ts';
import { stripQuotes } from '#lib/verdicts/parse/head/labels.ts';
import { isBlank, type Line, type LineAssignment } from '#lib/verdicts/parse/lines/line.ts';
import type { LineRole } from '../parsed-page.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import { splitRunOnLists } from '#lib/verdicts/parse/lines/run-on-lists.ts';
import { splitSentences } from '#lib/verdicts/parse/lines/sentences.ts';
import {
  ASSUMPTION_NAMES,
  NO_SCORING,
  type ExtractedFigures,
  type Page,
  type SectionLines,
  type Shape,
} from '../shape.ts';
import { sourceEvidence } from '#lib/verdicts/parse/head/source-evidence.ts';
import { truncateTitle, titleFromSection } from '#lib/verdicts/parse/head/derived-title.ts';

const DISTINCT: SectionKind[] = ['reality', 'evidence'];
const MASTHEAD = /^(?:cope|statement) analysis$/i;
const EXTRACTED = /^(?:extracted from|statement|claim)\s*:\s*(.*)$/i;
const BARE_SCORE = /^(?:(?:cope )?score\s*:?\s*)?(\d{1,3}(?:\.\d+)?)\s*%?$/i;
const MAX_SCORE = 100;
/** Lower case, so that `Heavy Cope` and `heavy cope` are one band. */
const BANDS = ['lucid', 'mild cope', 'moderate cope', 'moderate', 'heavy cope', 'pure cope'];
const CAPITALIZED = /^((?:\p{Lu}[\p{L}-]*(?:\s+|$))+)(.*)$/u;
// A longer line is text.
const MAX_BAND_LINE = 60;
const SCORE_SENTENCE =
  /^(.{1,160}?) (?:lands|sits|comes in|scores|rates) (?:at )?(?:an? )?(\d+(?:\.\d+)?\s*\/\s*\d+(?: \([^()]{1,60}\))?)(?: for ([^.!?;,]{1,80}))?/i;

/** A person's statement, with its score, band and mode. */
export const statementAnalysis: Shape = {
  name: 'statement-analysis',
  example: 'a heading such as The Structural Reality Being Avoided',
  sectionKinds: new Map<string, SectionKind>([
    ...ASSUMPTION_NAMES,
    ['structural reality being avoided', 'reality'],
    ['what the data actually says', 'evidence'],
    ['analysis', 'analysis'],
    ['original text', 'excerpt'],
    ['original statement', 'excerpt'],
  ]),
  distinctiveNames:
    /^(?:(?:the )?structural reality being avoided|what the data actually says|analysis|original text)$/i,
  unknownHeadings: false,
  verbatim: ['excerpt'],
  hasTitle: false,
  prepare: (lines) => lines.flatMap(scoreAndBand),
  isMasthead: (text) => MASTHEAD.test(stripEmoji(text)),
  evidence,
  extractFigures,
};

function evidence({ lines, headings }: Page): number {
  const named = [...headings.keys()].map((kind) => (DISTINCT.includes(kind) ? 2 : 0.5));
  const marks = [
    lines.some(({ text }) => MASTHEAD.test(stripEmoji(text))),
    lines.some(({ text }) => /^extracted from\s*:/i.test(text)),
    lines.some(({ text }) => parseScoreSentence(text) !== null),
  ].filter(Boolean).length;
  return named.reduce((sum, points) => sum + points, 0) + 1.5 * marks + sourceEvidence(lines);
}

function extractFigures(sections: SectionLines[]): ExtractedFigures {
  const [top, below] =
    sections[0]?.headingLine === null ? [sections[0], sections.slice(1)] : [null, sections];
  const parsed = parseTop(top?.lines ?? []);
  const text = below.flatMap(({ kind, lines }) => (kind === 'excerpt' ? [] : lines));
  const claim = claimSection(parsed);
  return {
    scoring: mergeScoring(scoringInText(text), parsed),
    sections: [
      ...(top && parsed.remaining.some((line) => !isBlank(line))
        ? [{ ...top, lines: parsed.remaining }]
        : []),
      ...(claim ? [claim] : []),
      ...below.map((section) =>
        section.kind === 'excerpt' ? section : { ...section, lines: splitRunOnLists(section.lines) },
      ),
    ],
    title: parsed.claim ? truncateTitle(parsed.claim) : titleFromSection(below, 'excerpt'),
    lines: parsed.lines,
  };
}

interface Top {
  claim: string | null;
  claimLine: Line | null;
  scoring: Partial<Scoring>;
  /** A band without a score. */
  band: string | null;
  remaining: Line[];
  lines: LineAssignment[];
}

const SCORE_AND_BAND = /^(\d{1,3}(?:\s*\/\s*\d+)?)\s+(?:[·|–—-]\s+)?(\p{Lu}.{2,60})$/u;

/** Splits `57 Heavy Cope reframing` into score and band. */
function scoreAndBand(line: Line): Line[] {
  const [, score, band] =
    (!line.markedAs && line.text.length <= MAX_BAND_LINE && SCORE_AND_BAND.exec(line.text)) || [];
  if (!score || !band || !BANDS.some((known) => band.toLowerCase().startsWith(known))) return [line];
  return [
    { ...line, text: score },
    { ...line, text: band },
  ];
}

/** The lines above the first heading: claim, score, band and mode. */
function parseTop(lines: Line[]): Top {
  const top: Top = { claim: null, claimLine: null, scoring: {}, band: null, remaining: [], lines: [] };
  const texts = lines.filter((line) => !isBlank(line));
  let last: LineRole | null = null;
  let expectsClaim = false;
  for (const line of texts) {
    const role: LineRole | null = expectsClaim
      ? acceptClaim(top, line, line.text)
      : line.markedAs
        ? null
        : acceptLine(top, line, last);
    expectsClaim = role === 'label';
    if (role === null) top.remaining.push(line);
    else top.lines.push({ line, role: role === 'label' ? 'title' : role });
    last = role;
  }
  return top;
}

function acceptLine(top: Top, line: Line, last: LineRole | null): LineRole | null {
  const extracted = top.claim === null ? EXTRACTED.exec(line.text)?.[1] : undefined;
  if (extracted !== undefined) return extracted === '' ? 'label' : acceptClaim(top, line, extracted);
  const figure = parseFigure(line) ?? bareScore(line);
  if (figure && Object.keys(figure.part).every((name) => !(name in top.scoring))) {
    Object.assign(top.scoring, figure.part);
    return figure.role;
  }
  return acceptBand(top, line, last) ?? acceptClaimContinuation(top, line, last);
}

function acceptClaim(top: Top, line: Line, claim: string): LineRole {
  top.claim = stripQuotes(claim);
  top.claimLine = line;
  return 'title';
}

/** The next line of a wrapped claim. */
function acceptClaimContinuation(top: Top, line: Line, last: LineRole | null): LineRole | null {
  if (last !== 'title' || !top.claim || line.number !== top.claimLine!.last + 1) return null;
  return acceptClaim(top, line, `${top.claim} ${line.text}`);
}

function bareScore({ text }: Line): { role: LineRole; part: Partial<Scoring> } | null {
  const value = Number(BARE_SCORE.exec(text)?.[1] ?? NaN);
  const score = value <= MAX_SCORE ? { value, max: MAX_SCORE, band: null } : parseScore(text);
  return score && { role: 'score', part: { score } };
}

/** `Heavy Cope reframing`: a band, then a mode in lower case; each may be on its own line. */
function acceptBand(top: Top, { text }: Line, last: LineRole | null): LineRole | null {
  const { scoring } = top;
  if (text.length > MAX_BAND_LINE || /[.:!?]$/.test(text)) return null;
  if ((scoring.score?.band ?? top.band) !== null) {
    if (last !== 'mode' || scoring.mode) return null;
    scoring.mode = text;
    return 'mode';
  }
  const { band, mode } = scoring.score ? bandAndMode(text) : knownBand(text);
  if (band === null) return null;
  if (scoring.score) scoring.score = { ...scoring.score, band };
  else top.band = band;
  if (mode) scoring.mode = mode;
  return 'mode';
}

function bandAndMode(text: string): { band: string | null; mode: string } {
  const known = knownBand(text);
  if (known.band !== null) return known;
  const [, band, mode = ''] = CAPITALIZED.exec(text) ?? [];
  return { band: band?.trim() || null, mode: mode.trim() };
}

function knownBand(text: string): { band: string | null; mode: string } {
  const small = text.toLowerCase();
  const band = BANDS.find((each) => small === each || small.startsWith(`${each} `)) ?? null;
  return { band, mode: band === null ? '' : text.slice(band.length).replace(/^[\s·,–—-]+/, '') };
}

/** A pronoun doesn't name the speaker. */
function speakerName(subject: string): string | null {
  return /^(?:it|he|she|they|this|that)$/i.test(subject) ? null : subject.replace(/,$/, '');
}

/** Lines above the sections take precedence over the sentence. */
function mergeScoring(sentence: Scoring, { scoring: lines, band: bandAlone }: Top): Scoring {
  const scoring = { ...sentence, ...lines };
  const band =
    scoring.score?.value === sentence.score?.value ? (bandAlone ?? sentence.score?.band ?? null) : bandAlone;
  return scoring.score
    ? { ...scoring, score: { ...scoring.score, band: scoring.score.band ?? band } }
    : scoring;
}

/** `NAME lands at 57/100 (heavy cope) for reframing`. */
function scoringInText(lines: Line[]): Scoring {
  for (const { text } of lines) {
    const found = parseScoreSentence(text);
    if (found) return found;
  }
  return NO_SCORING;
}

function parseScoreSentence(text: string): Scoring | null {
  if (!/\d\s*\/\s*\d/.test(text)) return null;
  for (const sentence of splitSentences(text)) {
    const [, speaker, written = '', mode] = SCORE_SENTENCE.exec(sentence) ?? [];
    const score = parseScore(written);
    if (speaker && score)
      return {
        ...NO_SCORING,
        score: withKnownBand(score),
        mode: mode?.trim() ?? null,
        speaker: speakerName(speaker),
      };
  }
  return null;
}

function withKnownBand(score: NonNullable<Scoring['score']>): NonNullable<Scoring['score']> {
  const small = score.band?.toLowerCase() ?? '';
  return BANDS.includes(small) ? { ...score, band: small } : score;
}

/** A claim too long for a title becomes a section. */
function claimSection({ claim, claimLine }: Top): SectionLines | null {
  if (!claim || !claimLine || claim.length <= MAX_TITLE) return null;
  const line = { ...claimLine, text: claim, level: null };
  return {
    heading: 'Extracted from',
    kind: 'claim',
    banners: [],
    headingLine: claimLine,
    bannerLines: [],
    lines: [line],
  };
}
