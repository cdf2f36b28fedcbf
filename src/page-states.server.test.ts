import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { changeRole } from '#lib/accounts/admin/change-role.server.ts';
import { COMMAND_LINE, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { pageStates } from '#lib/http/pages/page-state.server.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { retractVerdict, unpublishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../tests/support/cast.ts';
import { freshDatabase } from '../tests/support/database.ts';
import { publish } from '../tests/support/verdict.ts';
import { verdictText } from '../tests/support/verdict-text.ts';
import { PAGES } from './page-states.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 60 * 60 * 1000);
const operator = { actor: COMMAND_LINE, now };
let ada: Actor, grace: Actor;
let title: string, slug: string, young: string, claim: string, comment: string;
let made = 0;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
});
beforeEach(async () => {
  title = `State of a page, part ${(made += 1)}`;
  const verdict = await publish(title);
  ({ slug } = verdict);
  claim = verdict.claims[0]!.id;
  comment = await post();
  const { verdict: newest } = await publishVerdict(
    { text: verdictText(`Young, ${title}`) },
    { now: hoursAgo(23) },
  );
  young = newest.slug;
});
async function post(): Promise<string> {
  const input = { body: `A point, no. ${(made += 1)}.`, nonce: randomUUID() };
  return (await postComment(slug, input, { actor: ada, now })).comment.id;
}

/** The state of the page at an address; without what another call has read. */
async function stateAt(url: string): Promise<string | null> {
  const stateOf = pageStates({ pages: Object.values(PAGES), notice: () => Promise.resolve(null) });
  const state = await stateOf({ method: 'GET', url, headers: {} } as unknown as IncomingMessage);
  // Without the minute.
  return state && state.replace(/ \d+$/, '');
}

const addresses = {
  front: () => '/',
  source: () => '/?source=arxiv',
  verdict: () => `/v/${slug}`,
  young: () => `/v/${young}`,
  profile: () => '/u/ada',
};
type Page = keyof typeof addresses;
const LISTS: Page[] = ['front', 'source'];

/** Each change, with the pages that show it. */
const changes: Record<string, [change: () => Promise<unknown>, pages: Page[]]> = {
  'a new verdict': [() => publish(`New ${made}`), LISTS],
  'a vote': [() => castVote(claim, 'agree', { actor: grace, now }), [...LISTS, 'verdict']],
  'a vote that is withdrawn': [() => castVote(claim, null, { actor: grace, now }), [...LISTS, 'verdict']],
  'a rating': [() => rateComment(comment, true, { actor: grace, now }), ['verdict']],
  'a new comment': [() => post(), [...LISTS, 'verdict', 'profile']],
  'an edited comment': [
    () => editComment(comment, { body: 'Better.', version: 1 }, { actor: ada, now }),
    ['verdict', 'profile'],
  ],
  'a withdrawn comment': [
    () => withdrawComment(comment, { actor: ada, now }),
    [...LISTS, 'verdict', 'profile'],
  ],
  'a new version': [
    () => publishVerdict({ text: verdictText(title).replace('arguing helps', 'arguing hurts') }, { now }),
    [...LISTS, 'verdict'],
  ],
  'another title': [
    () => db().verdict.update({ where: { slug }, data: { title: 'Another', version: { increment: 1 } } }),
    [...LISTS, 'verdict', 'profile'],
  ],
  'a retraction': [
    () => retractVerdict(slug, { note: 'Invented.' }, operator),
    [...LISTS, 'verdict', 'profile'],
  ],
  'an unpublished verdict': [() => unpublishVerdict(slug, operator), [...LISTS, 'verdict', 'profile']],
  'the end of the hours in which votes are hidden': [
    () => db().verdict.update({ where: { slug: young }, data: { createdAt: hoursAgo(25) } }),
    [...LISTS, 'young'],
  ],
  'another role': [() => changeRole('ada', 'moderator'), ['profile']],
};

test.each(Object.entries(changes))(
  '%s changes the state of each page that shows it',
  async (_what, [change, pages]) => {
    const states = () => Promise.all(pages.map((page) => stateAt(addresses[page]())));
    const before = await states();
    expect(before).not.toContain(null);
    await change();
    const after = await states();
    expect(pages.filter((_, i) => after[i] === before[i])).toEqual([]);
  },
);

test('searches and older comments of a person are not cached, and nor is any other page', async () => {
  for (const url of [
    '/?q=x',
    '/?source=arxiv&q=x',
    '/u/ada?cursor=x',
    '/u/ada/x',
    `/v/${slug}/versions`,
    '/about',
  ])
    expect([url, await stateAt(url)]).toEqual([url, null]);
  for (const url of ['/', '/?sort=discussed', '/u/ada', `/v/${slug}?sort=top`])
    expect([url, typeof (await stateAt(url))]).toEqual([url, 'string']);
});
