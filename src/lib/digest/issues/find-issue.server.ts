import { Refusal } from '#lib/refusal.ts';
import type { IssueView } from './issue-view.ts';
import { readPublicIssue, readPublicIssues } from './issue.store.server.ts';
import { showIssue, showIssues } from './show-issue.server.ts';

/** A year of weekly issues. */
const PAGE = 52;
/** A feed reader looks at least once in ten weeks. */
const FEED = 10;

/** What the archive says of an issue. */
export interface IssueSummary {
  n: number;
  date: string;
  /** What is in it, in order, as far as it is public now. */
  titles: string[];
}

/** An issue that was sent, with what is public now. @throws Refusal `issue-not-found` */
export async function findIssue(n: number): Promise<IssueView> {
  const row = await readPublicIssue(n);
  if (!row) throw new Refusal('issue-not-found');
  return showIssue(row);
}

/** The archive, newest first, from before number `before`. Five queries. */
export async function listIssues(before?: number): Promise<{ items: IssueSummary[]; next: number | null }> {
  const rows = await readPublicIssues({ before, limit: PAGE + 1 });
  const issues = await showIssues(rows.slice(0, PAGE));
  return {
    items: issues.map((issue) => ({ n: issue.n, date: issue.date, titles: titlesOf(issue) })),
    next: rows.length > PAGE ? (issues.at(-1)?.n ?? null) : null,
  };
}

/** The latest issues in full, newest first. */
export async function latestIssues(): Promise<IssueView[]> {
  return showIssues(await readPublicIssues({ limit: FEED }));
}

/** Each title once: a verdict may be in several sections. */
export function titlesOf({ sections }: IssueView): string[] {
  return [...new Set(sections.flatMap(({ items }) => items.map(({ title }) => title)))];
}
