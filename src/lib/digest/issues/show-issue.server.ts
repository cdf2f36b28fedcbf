import { textOfHtml } from '#lib/discussion/reading/markdown.server.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';
import { typographic } from '#lib/typographic.ts';
import { readTexts, type IssueTexts } from './issue-texts.store.server.ts';
import { sectionViews, type IssueView, type PublicTexts } from './issue-view.ts';
import type { IssueRow } from './issue.store.server.ts';
import { excerptOf, plainLine } from '#lib/excerpt.ts';

/** Characters: enough for an argument's point. */
const QUOTE_MAX = 320;
const OPENING_MAX = 220;
const NOTE_MAX = 280;
/** Characters. Titles and labels are rarely longer. */
const TITLE_MAX = 200;

export interface ShowOptions {
  everything?: boolean;
}

/** The issues as anyone may read them now, without text that isn't public any more. */
export async function showIssues(rows: IssueRow[], options: ShowOptions = {}): Promise<IssueView[]> {
  const texts = publicTexts(await readTexts(rows.map(({ content }) => content)));
  return rows.map((row) => ({
    n: row.n,
    state: row.state,
    date: (row.sendStartedAt ?? row.composedAt).toISOString(),
    introduction: paragraphsOf(row.introduction),
    sections: sectionViews(row.content, texts, options),
  }));
}

export async function showIssue(row: IssueRow, options: ShowOptions = {}): Promise<IssueView> {
  const [issue] = await showIssues([row], options);
  return issue!;
}

/** Text is cut and cleaned here, once for page, mail and feed. */
function publicTexts({ verdicts, claims, versions, comments }: IssueTexts): PublicTexts {
  return {
    verdicts: mapped(verdicts, (verdict) => ({
      ...verdict,
      title: excerptOf(typographic(verdict.title), TITLE_MAX),
      source: verdict.source && excerptOf(verdict.source, TITLE_MAX),
      opening: verdict.opening && excerptOf(typographic(verdict.opening), OPENING_MAX),
      classifications: verdict.classifications.map(({ label }) => ({
        label: excerptOf(typographic(label), TITLE_MAX),
      })),
      score: verdict.score && { ...verdict.score, band: verdict.score.band && plainLine(verdict.score.band) },
    })),
    claims: mapped(claims, ({ label }) => ({ label: excerptOf(typographic(label), TITLE_MAX) })),
    versions: mapped(versions, ({ note }) => ({ note: note && excerptOf(note, NOTE_MAX) })),
    comments: mapped(comments, (comment) => ({
      author: plainLine(comment.username),
      text: excerptOf(textOfHtml(upToDate(comment).html), QUOTE_MAX),
    })),
  };
}

function mapped<A, B>(map: Map<string, A>, change: (value: A) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

function paragraphsOf(introduction: string): string[] {
  return introduction
    .split(/\n\s*\n/)
    .map(plainLine)
    .filter((paragraph) => paragraph !== '');
}
