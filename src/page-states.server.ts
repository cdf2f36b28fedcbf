import type { SharedPage } from '#lib/http/pages/page-state.server.ts';
import { authorState } from '#lib/discussion/reading/list-comments-by-author.server.ts';
import { findVerdictHeads } from '#lib/verdicts/find-verdict.server.ts';
import { listState } from '#lib/verdicts/list/list-verdicts.server.ts';

/**
 * Every kind of page that is cached, with the query for a state that changes with all it shows. What needs no state is
 * at most a minute old: ages, numbers of readers (which the live connection corrects at once), and beside comments on a
 * verdict the role of their author.
 */
export const PAGES: Record<'front page and sources' | 'verdict' | 'profile', SharedPage> = {
  'front page and sources': {
    path: /^\/$/,
    // There is no end to what people search for.
    keeps: (query) => !query.includes('q='),
    // Counts of verdicts, versions, changes of threads and states, and of votes: none ever falls. And how many of the
    // verdicts hide their votes still.
    state: listState,
  },
  verdict: { path: /^\/v\/([a-z0-9-]+)$/, state: verdictState },
  profile: {
    path: /^\/u\/([A-Za-z0-9_-]+)$/,
    // The state is that of the newest comments.
    keeps: (query) => query === '',
    state: authorState,
  },
};

async function verdictState(slug: string): Promise<string | null> {
  const head = (await findVerdictHeads([slug])).get(slug);
  // Authors withdraw their comments on the page of a retracted verdict, so it is rendered for its reader.
  return head && head.state !== 'retracted'
    ? `${head.state}.${head.version}.${head.seq}.${head.tally}${head.blind ? '.blind' : ''}`
    : null;
}
