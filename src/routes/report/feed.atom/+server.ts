import { render } from 'svelte/server';
import { endpoint } from '#lib/http/api/api.server.ts';
import { ATOM_TYPE, atomFeed } from '#lib/http/atom.ts';
import { latestIssues } from '#lib/digest/issues/find-issue.server.ts';
import FeedIssue from '#lib/digest/issues/FeedIssue.svelte';
import { issueName, type IssueView } from '#lib/digest/issues/issue-view.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async ({ url: { origin } }) => {
  const issues = await latestIssues();
  const feed = atomFeed({
    title: 'The Cope Report',
    self: `${origin}/report/feed.atom`,
    page: `${origin}/report`,
    entries: issues.map((issue) => ({
      id: `${origin}/report/${issue.n}`,
      href: `${origin}/report/${issue.n}`,
      title: issueName(issue.n),
      updated: issue.date,
      author: 'CopeCheck',
      html: htmlOf(issue, origin),
    })),
  });
  return new Response(feed, {
    // Short: text that is removed leaves the feed as well.
    headers: { 'content-type': ATOM_TYPE, 'cache-control': 'public, max-age=60' },
  });
});

/** Without the comments by which Svelte finds its blocks again in a browser; text can't contain any, it is escaped. */
function htmlOf(issue: IssueView, origin: string): string {
  return render(FeedIssue, { props: { issue, origin } }).body.replace(/<!--.*?-->/gs, '');
}
