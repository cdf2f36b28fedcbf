/** One rule of the page /rules. */
export interface SiteRule {
  /** Its address is /rules#ANCHOR. Never changes, because reports and links name it. */
  anchor: string;
  title: string;
  /** Markdown. */
  text: string;
}

/** A rule that was removed. Its anchor stays on the page, so that links to it lead to an explanation. */
export interface FormerRule {
  anchor: string;
  title: string;
  /** ISO time. */
  removedAt: string;
}

export interface RuleSet {
  rules: SiteRule[];
  former: FormerRule[];
}

export type RuleChange =
  | { kind: 'add'; title: string; text: string; anchor?: string | undefined }
  | { kind: 'edit'; anchor: string; title: string; text: string }
  | { kind: 'move'; anchor: string; by: 'up' | 'down' }
  | { kind: 'remove'; anchor: string };

export const RULE_CHANGES = ['add', 'edit', 'move', 'remove'] as const;

/** Readers won’t read more rules than these. */
export const MAX_RULES = 30;
export const TITLE_MAX = 100;
export const TEXT_MAX = 2000;
export const ANCHOR_MAX = 40;

/** Ids of other parts of the page. */
const RESERVED = ['main', 'former', 'applied'];

export type RuleFault = 'rule-not-found' | 'rule-anchor-taken' | 'rules-full';

/** The set after the change and the anchor of the changed rule, or why the change is refused. */
export function changed(
  set: RuleSet,
  change: RuleChange,
  now: Date,
): { set: RuleSet; anchor: string } | RuleFault {
  if (change.kind === 'add') return added(set, change);
  const { anchor } = change;
  const at = set.rules.findIndex((rule) => rule.anchor === anchor);
  const rule = set.rules[at];
  if (!rule) return 'rule-not-found';
  const others = set.rules.toSpliced(at, 1);
  if (change.kind === 'remove') {
    const gone = { anchor, title: rule.title, removedAt: now.toISOString() };
    return { set: { rules: others, former: [...set.former, gone] }, anchor };
  }
  const { title, text } = change.kind === 'edit' ? change : rule;
  const to = change.kind === 'move' ? Math.max(0, at + (change.by === 'up' ? -1 : 1)) : at;
  return { set: { ...set, rules: others.toSpliced(to, 0, { anchor, title, text }) }, anchor };
}

function added(
  { rules, former }: RuleSet,
  { title, text, anchor = anchorOf(title) }: RuleChange & { kind: 'add' },
): { set: RuleSet; anchor: string } | RuleFault {
  if (rules.length >= MAX_RULES) return 'rules-full';
  const taken = RESERVED.includes(anchor) || rules.some((rule) => rule.anchor === anchor);
  if (anchor === '' || taken) return 'rule-anchor-taken';
  // The anchor of a removed rule brings that rule back.
  const stay = former.filter((rule) => rule.anchor !== anchor);
  return { set: { rules: [...rules, { anchor, title, text }], former: stay }, anchor };
}

/** `no-private-data` for “No private data!”; empty if the title has no Latin letter or digit. */
export function anchorOf(title: string): string {
  const folded = title.normalize('NFKD').toLowerCase().replace(/[’']/g, '');
  const words = folded.replace(/\p{M}/gu, '').match(/[a-z0-9]+/g) ?? [];
  return words.join('-').slice(0, ANCHOR_MAX).replace(/-$/, '');
}
