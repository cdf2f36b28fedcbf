import { renderMail } from '#lib/mail/render.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { settings } from '#lib/env.server.ts';
import { issueText } from '../issues/issue-text.ts';
import { issueName, type IssueView } from '../issues/issue-view.ts';
import { titlesOf } from '../issues/find-issue.server.ts';
import { excerptOf } from '#lib/excerpt.ts';
import type { FixedMail } from './sending.store.server.ts';

/** Characters that lists of mails show. */
const SUBJECT_MAX = 110;

export async function renderIssue(issue: IssueView, unsubscribe: string): Promise<FixedMail> {
  // Imported here, because on the command line an import compiles it.
  const { default: ReportMail } = await import('./ReportMail.svelte');
  const name = issueName(issue.n);
  const [title] = titlesOf(issue);
  const subject = excerptOf(title === undefined ? name : `${name}: ${title}`, SUBJECT_MAX);
  const { ORIGIN } = settings();
  const page = siteAddress(`/report/${issue.n}`);
  return {
    subject,
    html: renderMail(ReportMail, { issue, origin: ORIGIN, page, unsubscribe }, subject),
    text: `${issueText(issue, ORIGIN)}\n\n${footText({ page, unsubscribe, origin: ORIGIN })}\n`,
  };
}

function footText({
  page,
  unsubscribe,
  origin,
}: {
  page: string;
  unsubscribe: string;
  origin: string;
}): string {
  return [
    '--',
    'You get this email because you subscribed to The Cope Report at',
    // On its own line: mail programs take a full stop after it for a part of the address.
    origin,
    `Unsubscribe: ${unsubscribe}`,
    `Read it on the site: ${page}`,
  ].join('\n');
}

/**
 * Placeholder for the unsubscribe link in the stored mail. Contains the issue's id, which no page shows, so no title
 * or comment can contain it.
 */
export function unsubscribePlaceholder(issueId: string): string {
  return siteAddress(`/unsubscribe?token=for-each-of-${issueId}`);
}
