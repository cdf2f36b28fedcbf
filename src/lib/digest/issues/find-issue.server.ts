import { Refusal } from '#lib/refusal.ts';
import type { IssueView } from './issue-view.ts';
import { readPublicIssue, readPublicIssues } from './issue.store.server.ts';
import { showIssue, showIssues } from './show-issue.server.ts';

const PAGE = 52;
/** Feed readers poll at least once in ten weeks. */
const FEED = 10;

export interface IssueSummary {
  n: number;
  date: string;
  /** Titles in order, as far as they are public now. */
  titles: string[];
}

/** A sent issue with what is public now. @throws Refusal `issue-not-found` */
export async function findIssue(n: number): Promise<IssueView> {
  const row = await readPublicIssue(n);
  if (!row) throw new Refusal('issue-not-found');
  return showIssue(row);
}

/** Newest first, before number `before`. Five queries. */
export async function listIssues(before?: number): Promise<{ items: IssueSummary[]; next: number | null }> {
  const rows = await readPublicIssues({ before, limit: PAGE + 1 });
  const issues = await showIssues(rows.slice(0, PAGE));
  return {
    items: issues.map((issue) => ({ n: issue.n, date: issue.date, titles: titlesOf(issue) })),
    next: rows.length > PAGE ? (issues.at(-1)?.n ?? null) : null,
  };
}

export async function latestIssues(): Promise<IssueView[]> {
  return showIssues(await readPublicIssues({ limit: FEED }));
}

/** Each title once: a verdict may be in several sections. */
export function titlesOf({ sections }: IssueView): string[] {
  return [...new Set(sections.flatMap(({ items }) => items.map(({ title }) => title)))];
}
