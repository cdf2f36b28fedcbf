/** Why a comment is reported, and why something is decided: one list for both, so that a report's outcome can name it. */

/** Characters of a report's note: what is wrong, not an essay. Here, so that no page brings the input's checks along. */
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

/** As the dialog, the queue and the public log say it. */
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

/** The rule behind each reason, as its author is told. */
export const RULES: Record<ReportReason, string> = {
  spam: 'Comments are about the verdict, not about something for sale or the same text again.',
  personal_attack: 'Argue with what was said, never against who said it.',
  hate: 'Nobody is put down for what they are.',
  off_topic: 'A thread is about its verdict and the paper behind it.',
  misquote: 'What is put in quotation marks must stand in the text.',
  bad_faith_intent: 'Whoever says that authors mean ill must show it from the text.',
  private_data: 'Nobody’s address, number or other private facts stand here.',
  illegal: 'What the law forbids can’t stand here.',
  other: 'A moderator found that this can’t stand here.',
};

/** Reasons that a decision may have beside those of reports. */
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
  reports_ignored: 'Nothing to do here',
  by_weight: 'Hidden by the weight of reports, until a moderator decides',
  first_comment: 'First comment of a new account',
  word: 'A word on the admin’s list',
  heated: 'The thread got too heated',
  mistake: 'A mistake, put right',
  appeal: 'After an appeal',
  time_served: 'Long enough',
};

/** Which reasons each decision may have; where the first is marked by `usual`, it is taken when none is chosen. */
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

/** The reason a decision is written down with, or null where one must be chosen (or this one isn't among its own). */
export function reasonFor(
  kind: keyof typeof REASONS_FOR,
  chosen: DecisionReason | undefined,
): DecisionReason | null {
  const { reasons, usual }: { reasons: readonly DecisionReason[]; usual: boolean } = REASONS_FOR[kind];
  if (chosen === undefined) return usual ? reasons[0]! : null;
  return reasons.includes(chosen) ? chosen : null;
}
