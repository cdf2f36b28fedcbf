import { z } from 'zod';
import { cursorOf, idCursor } from '#lib/http/input/cursor-input.ts';
import {
  emptyAsUndefined,
  integerInput,
  limitInput,
  searchInput,
  storedText,
  timestampCodec,
} from '#lib/http/input/field-input.ts';
import {
  APPEAL_MAX,
  BULK_MAX,
  CASE_DECISIONS,
  QUEUE_FILTERS,
  RESTRICTION_TERMS,
  type RestrictionTerm,
} from '#lib/moderation/cases/case.ts';
import { DECISION_REASONS, REPORT_REASONS } from '#lib/moderation/reports/reason.ts';
import { RESTRICTION_SCOPES } from '#lib/standing/restriction.ts';

/** What moderators' pages send, as a form or as JSON. */

const tick = z.preprocess((value) => value === true || value === 'true' || value === 'on', z.boolean());

const reason = emptyAsUndefined(z.enum(DECISION_REASONS, 'Choose a reason.').optional());
const note = emptyAsUndefined(
  storedText().trim().max(2000, 'A note holds up to 2,000 characters.').optional(),
);
/** Made by the page: the same sent twice is one decision. */
const nonce = z.uuid('The nonce must be a UUID.');
/** The revision of the comment that was read. */
const version = integerInput({ min: 1 });
const TERMS = Object.keys(RESTRICTION_TERMS) as [RestrictionTerm, ...RestrictionTerm[]];

export const caseParams = z.object({ id: z.uuid() });

export const decideInput = z.object({
  kind: z.enum(CASE_DECISIONS, 'Choose a decision.'),
  version,
  reason,
  /** For the one concerned. */
  note,
  nonce,
  /** `remove`: with everything below it. */
  replies: tick.default(false),
  /** `lock`, `unlock`: the whole thread, or this comment and what stands below it. */
  where: emptyAsUndefined(z.enum(['thread', 'branch']).default('branch')),
  /** `restrict`: what, and for how long. */
  scope: emptyAsUndefined(z.enum(RESTRICTION_SCOPES).optional()),
  term: emptyAsUndefined(z.enum(TERMS).optional()),
});
export type DecideInput = z.output<typeof decideInput>;

export const bulkInput = z.object({
  kind: z.enum(['keep', 'remove', 'let_in'], 'Choose a decision.'),
  reason,
  note,
  nonce,
  cases: z
    .array(z.object({ id: z.uuid(), version }))
    .min(1, 'Select at least one case.')
    .max(BULK_MAX, `Select up to ${BULK_MAX} cases.`),
});
export type BulkInput = z.output<typeof bulkInput>;

export const restrictInput = z.object({
  scope: z.enum(RESTRICTION_SCOPES, 'Choose what to block.'),
  term: z.enum(TERMS, 'Choose for how long.'),
  reason: z.enum(REPORT_REASONS, 'Choose a reason.'),
  note,
  nonce,
});
export type RestrictInput = z.output<typeof restrictInput>;

export const liftInput = z.object({ restriction: z.uuid(), nonce });

export const appealInput = z.object({
  decision: z.uuid(),
  text: storedText()
    .trim()
    .min(1, 'Say why it should be looked at again.')
    .max(APPEAL_MAX, `An appeal holds up to ${APPEAL_MAX.toLocaleString('en')} characters.`),
});

export const appealDecisionInput = z.object({
  outcome: z.enum(['upheld', 'overturned', 'reason_changed'], 'Choose an outcome.'),
  /** `reason_changed`: the right one. */
  reason: emptyAsUndefined(z.enum(REPORT_REASONS).optional()),
  note,
  nonce,
});
export type AppealDecisionInput = z.output<typeof appealDecisionInput>;

/** Where a page of the queue ended. */
export const queueCursor = cursorOf(
  z.object({ weight: z.number(), openedAt: timestampCodec(), id: z.uuid() }),
);

export const queueQuery = z.object({
  filter: z.enum(QUEUE_FILTERS).catch('all').default('all'),
  reason: emptyAsUndefined(z.enum(REPORT_REASONS).optional().catch(undefined)),
  cursor: queueCursor.input,
  limit: limitInput(50),
});

export const restrictedQuery = z.object({ cursor: idCursor.input });

export const ledgerQuery = z.object({
  kind: searchInput(40),
  /** The name of who did it, or `automatic`. */
  person: searchInput(24),
  /** Rows below this number. */
  before: emptyAsUndefined(integerInput({ min: 1 }).optional().catch(undefined)),
  limit: limitInput(50),
});
