import { z } from 'zod';
import { dateInput, integerInput, storedText } from '#lib/http/input/field-input.ts';
import { completeVerdict } from './complete-verdict.ts';
import { matchKey } from '#lib/verdicts/match-key.ts';
import { webAddress } from '#lib/verdicts/parse/head/labels.ts';
import { sortDate } from '#lib/verdicts/parse/head/published-date.ts';
import { MAX_CELLS } from '#lib/verdicts/parse/lines/text-lines.ts';
import { MAX_TEXT, MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import { CORRECTIONS, MAX_CORRECTIONS } from '#lib/verdicts/parse/parsed-page.ts';
import { hasVisibleText } from '#lib/visible-text.ts';
import type { ClaimDraft, Section } from '#lib/verdicts/verdict.ts';
import { MAX_NOTE } from '#lib/verdicts/verdict-state.ts';

// Large verdicts have about ten sections and ten claims; more than this can't be voted on.
const MAX_SECTIONS = 100;
const MAX_BLOCKS = 1000;

const MAX_CLAIMS = 100;
const MAX_LABEL = 2000;
const MAX_NAME = 300;

const text = storedText().trim().min(1).max(MAX_TEXT);
const name = storedText().trim().min(1).max(MAX_NAME);

const cells = z.array(storedText().trim().max(MAX_TEXT)).min(1).max(MAX_CELLS);

const TYPES = 'Use one of these types: paragraph, heading, list, table, assumption.';

const block = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('paragraph'), text }),
    z.strictObject({ type: z.literal('heading'), text }),
    z.strictObject({
      type: z.literal('list'),
      ordered: z.boolean(),
      items: z.array(text).min(1).max(MAX_BLOCKS),
      start: z.int().min(0).max(999).optional(),
    }),
    z
      .strictObject({
        type: z.literal('table'),
        header: cells.nullable().default(null),
        rows: z.array(cells).min(1).max(MAX_BLOCKS),
      })
      .refine(
        ({ header, rows }) => rows.every((row) => row.length === (header ?? rows[0]!).length),
        'Every row of a table needs the same number of cells.',
      ),
    z.strictObject({
      type: z.literal('assumption'),
      number: z.int().min(0).max(999),
      label: storedText().trim().min(1).max(MAX_LABEL),
      detail: text.nullable().default(null),
    }),
  ],
  TYPES,
);

const KINDS = [
  'dissection',
  'fallacy',
  'assumptions',
  'social-function',
  'verdict',
  'summary',
  'claim',
  'rationale',
  'evidence',
  'excerpt',
  'reality',
  'analysis',
  'other',
] as const satisfies Section['kind'][];

const section = z.strictObject({
  id: z
    .string()
    .regex(/^[\p{L}\p{N}\p{M}-]{1,80}$/u, 'Use letters, digits and dashes.')
    .optional(),
  heading: storedText().trim().max(MAX_NAME).default(''),
  kind: z.enum(KINDS).optional(),
  banners: z.array(name).max(20).default([]),
  blocks: z.array(block).max(MAX_BLOCKS).default([]),
});

const ORIGINS = ['classification-line', 'social-function', 'score', 'mode', 'assumption'] as const;

const claim = z
  .strictObject({
    kind: z.enum(['classification', 'assumption']),
    origin: z.enum(ORIGINS satisfies readonly ClaimDraft['origin'][]).optional(),
    label: storedText()
      .trim()
      .min(1)
      .max(MAX_LABEL)
      .refine((label) => matchKey(label) !== '', 'A claim needs words.'),
    detail: text.nullable().default(null),
  })
  .transform(({ kind, origin, label, detail }): ClaimDraft => ({
    kind,
    origin: origin ?? (kind === 'assumption' ? 'assumption' : 'classification-line'),
    label,
    detail,
  }));

const source = z.strictObject({
  name: name.nullable().default(null),
  feed: name.nullable().default(null),
  url: storedText()
    .trim()
    .max(2000)
    .refine((url) => webAddress(url) !== null, 'Use an address that begins with https://.')
    .nullable()
    .default(null),
});

const structured = z.strictObject({
  shape: z.enum(['autopsy', 'scored-claim', 'statement-analysis']).optional(),
  title: storedText().trim().min(1, 'A verdict needs the title of its article.').max(MAX_TITLE),
  source: source.default({ name: null, feed: null, url: null }),
  publishedAt: dateInput().nullable().default(null),
  publishedText: storedText()
    .trim()
    .max(60)
    .refine((written) => sortDate(null, written) !== null, 'Use a date such as 21 May 2026 or Mar 2023.')
    .nullable()
    .default(null),
  model: name.nullable().default(null),
  opening: storedText().trim().min(1).max(5000).nullable().default(null),
  sample: z.boolean().default(false),
  score: z
    .strictObject({
      value: z.number().min(0),
      max: z.number().positive(),
      band: name.nullable().default(null),
    })
    .refine(({ value, max }) => value <= max, 'A score can’t be over its maximum.')
    .nullable()
    .default(null),
  mode: name.nullable().default(null),
  attribution: name.nullable().default(null),
  confidence: z.number().min(0).max(100).nullable().default(null),
  speaker: name.nullable().default(null),
  sections: z.array(section).min(1, 'A verdict needs a section.').max(MAX_SECTIONS),
  claims: z.array(claim).max(MAX_CLAIMS, `A verdict has at most ${MAX_CLAIMS} claims.`).optional(),
});

/** As `verdict import --dry-run --json` prints it; derivable fields are optional. */
export const structuredInput = structured.transform(completeVerdict);

/** Bytes. The longest HTML allowed has a million characters, some escaped or multi-byte. */
export const MAX_VERDICT_BODY = 2 * 1024 * 1024;

const correction = z.strictObject({
  line: integerInput({ min: 1 }),
  as: z.enum(CORRECTIONS),
});

/** Page text of any shape, with corrections for lines that the parser misread. */
export const textInput = z.strictObject({
  text: z.string('Send the text of a verdict page.'),
  corrections: z
    .array(correction)
    .max(MAX_CORRECTIONS, `Correct at most ${MAX_CORRECTIONS.toLocaleString('en')} lines.`)
    .optional(),
});

/** Shown to readers; plain text. */
export const noteInput = storedText('Write a note that says what changed.')
  .trim()
  .refine(hasVisibleText, 'Write a note that says what changed.')
  .max(MAX_NOTE, `Use up to ${MAX_NOTE.toLocaleString('en')} characters.`);

const edit = { note: noteInput, version: integerInput({ min: 1 }).optional() };

/** The input of `parseVerdictInput` with a note and the version that the edit is based on. */
export const editVerdictInput = z.looseObject(edit);

/** The two bodies of an edit, for the API's description. */
export const textEditInput = textInput.extend(edit);
export const structuredEditInput = structured.extend(edit);

export const retractInput = z.strictObject({ note: noteInput });
