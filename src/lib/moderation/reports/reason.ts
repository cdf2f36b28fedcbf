/** Characters. Not in the input's file, so that pages don't load zod. */
export const NOTE_MAX = 1000;

export const REPORT_REASONS = [
  'spam',
  'personal_attack',
  'hate',
  'off_topic',
  'misquote',
  'bad_faith_intent',
  'private_data',
  'illegal',
  'other',
] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

export const REASON_LABELS: Record<ReportReason, string> = {
  spam: 'Spam',
  personal_attack: 'Personal attack',
  hate: 'Hate',
  off_topic: 'Off topic',
  misquote: 'Misquotes the paper or the verdict',
  bad_faith_intent: 'Accuses authors of intent without evidence',
  private_data: 'Private data',
  illegal: 'Illegal',
  other: 'Something else',
};

/** What can do harm while it waits, also as the reason of a removal request. */
export const GRAVE_REASONS = ['hate', 'private_data', 'illegal'] as const satisfies ReportReason[];

/** The rule that the author of a comment sees. */
export const RULES: Record<ReportReason, string> = {
  spam: 'Don’t advertise, and don’t post the same text repeatedly.',
  personal_attack: 'Argue with what was said, not against the person who said it.',
  hate: 'Don’t attack people for who they are.',
  off_topic: 'Discuss the verdict and its paper.',
  misquote: 'Quotations must match the text.',
  bad_faith_intent: 'If you accuse authors of bad intent, show it from the text.',
  private_data: 'Don’t publish addresses, phone numbers or other private data.',
  illegal: 'Don’t post illegal content.',
  other: 'A moderator found that this breaks the rules.',
};

/** The rule of each reason on the page /rules, by its anchor; null: the reason names no rule. */
export const RULE_ANCHORS: Record<ReportReason, string | null> = {
  spam: 'spam',
  personal_attack: 'personal-attacks',
  hate: 'hate',
  off_topic: 'on-topic',
  misquote: 'quotations',
  bad_faith_intent: 'intent',
  private_data: 'private-data',
  illegal: 'law',
  other: null,
};

/** An anchor whose rule was removed leads to a sentence that says so. */
export function ruleAddress(reason: ReportReason): string {
  const anchor = RULE_ANCHORS[reason];
  return anchor ? `/rules#${anchor}` : '/rules';
}

/** Reasons that only decisions have. */
export const OWN_REASONS = [
  'within_rules',
  'reports_wrong',
  'reports_ignored',
  'by_weight',
  'first_comment',
  'word',
  'heated',
  'mistake',
  'appeal',
  'time_served',
] as const;
export type OwnReason = (typeof OWN_REASONS)[number];
export type DecisionReason = ReportReason | OwnReason;

export const DECISION_REASONS: readonly DecisionReason[] = [...REPORT_REASONS, ...OWN_REASONS];

export const DECISION_REASON_LABELS: Record<DecisionReason, string> = {
  ...REASON_LABELS,
  within_rules: 'Within the rules',
  reports_wrong: 'The reports were wrong',
  reports_ignored: 'No action needed',
  by_weight: 'Hidden by reports until a moderator decides',
  first_comment: 'First comment of a new account',
  word: 'Contains a listed word',
  heated: 'Heated discussion',
  mistake: 'Corrected mistake',
  appeal: 'After an appeal',
  time_served: 'Lifted early',
};

/** The reasons of each decision. `usual`: the first is the default. */
export const REASONS_FOR = {
  keep: { reasons: ['reports_wrong', 'reports_ignored', 'within_rules'], usual: true },
  remove: { reasons: REPORT_REASONS, usual: false },
  restore: { reasons: ['mistake', 'within_rules'], usual: true },
  hold: { reasons: [...REPORT_REASONS, 'heated'], usual: false },
  let_in: { reasons: ['within_rules'], usual: true },
  lock: { reasons: ['heated', ...REPORT_REASONS], usual: true },
  unlock: { reasons: ['time_served', 'mistake'], usual: true },
  warn: { reasons: REPORT_REASONS, usual: false },
  restrict: { reasons: REPORT_REASONS, usual: false },
  erase: { reasons: ['private_data', 'illegal'], usual: false },
} as const satisfies Record<string, { reasons: readonly DecisionReason[]; usual: boolean }>;

/** Null if a reason must be chosen, or this one doesn't belong to the decision. */
export function reasonFor(
  kind: keyof typeof REASONS_FOR,
  chosen: DecisionReason | undefined,
): DecisionReason | null {
  const { reasons, usual }: { reasons: readonly DecisionReason[]; usual: boolean } = REASONS_FOR[kind];
  if (chosen === undefined) return usual ? reasons[0]! : null;
  return reasons.includes(chosen) ? chosen : null;
}
