// What the sights show: people of every role, verdicts in every state, cases, mails with their links.
import { randomUUID } from 'node:crypto';
import type { CommentView } from '#lib/live/events.ts';
import { verdictText } from '../../verdict-text.ts';
import { mailTo } from '../../mailbox.ts';
import type { Site } from '../../site.ts';
import { stopPath } from '../../stop-link.ts';
import { BrowserUser, type test } from '../users.ts';
import { press } from './sight.ts';

type Fixtures = Parameters<Parameters<typeof test>[2]>[0];
type Tools = Pick<Fixtures, 'site' | 'publish' | 'newContext'>;

/** visitor: signed out. Author: has had a comment removed, and is restricted. */
export type Who = 'visitor' | 'reader' | 'author' | 'moderator' | 'admin';

/** The longest name an account can have, because it has to fit everywhere. */
const longName = (start: string) => `${start}-${randomUUID()}`.slice(0, 24).replace(/-$/, 'e');

export interface Stage {
  people: Record<Exclude<Who, 'visitor'>, BrowserUser>;
  slug: string;
  title: string;
  retracted: string;
  /** With tables, a heading that occurs twice, and no comments. */
  quiet: string;
  /** The reader's comment, with an edited answer. */
  own: CommentView;
  answer: CommentView;
  /** By the author; reported and open. */
  reported: CommentView;
  links: Record<'reset' | 'subscribe' | 'unsubscribe' | 'stop' | 'case' | 'appealed', string>;
  drafts: Record<'whole' | 'refused' | 'edit', string>;
}

export async function setStage(tools: Tools): Promise<Stage> {
  const { publish } = tools;
  const { slug, title } = await publish();
  const people = await cast(tools);
  const { slug: retracted } = await publish();
  const { slug: quiet } = await publish(STATEMENT);
  const { own, answer } = await talk(people, slug);
  await challenge(tools.site, people, slug);
  await authors(tools.site, people, slug);
  await amend(people, { slug, title, retracted });
  await judge(tools);
  const moderated = await moderate(tools.site, people, slug);
  const drafts = await draftsOf(people.admin, title);
  const links = { ...(await mailed(tools.site, people)), ...moderated.links };
  return { people, slug, title, retracted, quiet, own, answer, reported: moderated.reported, links, drafts };
}

const ROWS = [
  ['1', 'Growth of the survivors is growth of all.', 'Those who closed are not in the sample.'],
  ['2', 'A freed clerk finds better work.', 'Vacancies fell in the region.'],
];
const STATEMENT = {
  shape: 'statement-analysis',
  title: 'On tables and other rows',
  score: { value: 57, max: 100, band: 'heavy cope' },
  sections: [
    { heading: 'Reading', blocks: [{ type: 'paragraph', text: 'Once.' }] },
    {
      heading: 'Hidden Assumptions',
      kind: 'assumptions',
      blocks: [{ type: 'table', header: ['', 'Assumption', 'Counter'], rows: ROWS }],
    },
    {
      heading: 'Reading',
      blocks: [
        { type: 'paragraph', text: 'Twice.' },
        { type: 'table', header: ['Year', ''], rows: [['2026', 'up']] },
      ],
    },
  ],
  claims: [
    { kind: 'classification', origin: 'score', label: '57/100 (heavy cope)' },
    ...ROWS.map(([, label, detail]) => ({ kind: 'assumption', label, detail })),
  ],
};

async function cast({ site, newContext }: Tools): Promise<Stage['people']> {
  const arrive = async (name: string) =>
    new BrowserUser(longName(name), await newContext(), site.url).signUp();
  const people = {
    reader: await arrive('ada'),
    author: await arrive('mallory'),
    moderator: await arrive('mary'),
    admin: await arrive('linus'),
  };
  await site.setRole(people.moderator.name, 'moderator');
  await site.setRole(people.admin.name, 'admin');
  // Old enough to report.
  await site.sql(
    `UPDATE users SET created_at = now() - interval '40 days', bio = 'I read papers.' WHERE username = $1`,
    [people.reader.name],
  );
  return people;
}

async function talk({ reader }: Stage['people'], slug: string) {
  const own = await reader.post(
    slug,
    'A *thought* with `code`, a [link](https://example.org) and\n\n> a quotation.',
  );
  const answer = await reader.post(slug, 'An answer.', own.id);
  await reader.edit(answer, 'An edited answer.');
  const gone = await reader.post(slug, 'Taken back.');
  await reader.post(slug, 'What stays.', gone.id);
  await reader.withdraw(gone);
  await reader.request('PUT', `/comments/${own.id}/bookmark`, { bookmarked: true });
  const draft = { body: 'Half a thought.', updatedAt: new Date().toISOString() };
  await reader.request('PUT', `/drafts/${slug}.${answer.id}`, draft);
  return { own, answer };
}

/** A challenge that has reached the operator's desk. */
async function challenge(site: Site, { reader }: Stage['people'], slug: string) {
  const anchor = { section: 'the-dissection', quote: 'It does not say whom.' };
  const { id } = await reader.request<CommentView>('POST', `/verdicts/${slug}/comments`, {
    body: 'It does.',
    anchor,
  });
  await reader.request('POST', `/comments/${id}/challenge`, { source: 'https://example.org/study' });
  await site.sql('UPDATE comments SET ground_badge = true WHERE id = $1', [id]);
}

/** Two who say that they wrote the paper: one with a reply below the verdict, one to check. */
async function authors(site: Site, { reader, author, moderator }: Stage['people'], slug: string) {
  const { id } = await moderator.post(slug, 'I *wrote* it.');
  const claim = (name: string, state: string, email: string | null) =>
    site.sql(
      `INSERT INTO authorships (id, verdict_id, user_id, state, email, requested_at, confirmed_at)
      SELECT gen_random_uuid(), v.id, u.id, $3::"AuthorshipState", $4::text, now(), now() FROM verdicts v, users u
      WHERE v.slug = $1 AND u.username = $2`,
      [slug, name, state, email],
    );
  await claim(moderator.name, 'approved', null);
  await claim(author.name, 'confirmed', 'author@example.org');
  await claim(reader.name, 'rejected', null);
  await moderator.request('PUT', `/comments/${id}/author-reply`, { marked: true });
}

async function amend(
  { reader, admin }: Stage['people'],
  { slug, title, retracted }: { slug: string; title: string; retracted: string },
) {
  await reader.request('POST', '/feedback', { kind: 'idea', message: 'Fewer words.', page: '/about' });
  const text = verdictText(title).replace('Thinly argued.', 'Well argued.').replace('does not say', 'says');
  await admin.request('PUT', `/verdicts/${slug}`, { text, note: 'Kinder.' });
  const point = await reader.post(retracted, 'A point.');
  await reader.post(retracted, 'A reply.', point.id);
  await admin.submit('/admin/words?/add', { kind: 'word', text: 'tulips', action: 'hold', note: 'Spam.' });
  await admin.request('POST', `/verdicts/${retracted}/retract`, { note: 'Invented.' });
}

/** The address of their scorecard. */
export const JUDGED_SLUG = 'oracle-judged-4-1--may-';

/** Two verdicts of one model with enough votes for every part of a scorecard. */
async function judge({ site, publish }: Tools) {
  for (const [i, publishedAt] of ['2025-01-10', '2026-03-02'].entries()) {
    const { claims } = await publish({
      ...STATEMENT,
      ...{ title: `Judged, part ${i}`, publishedAt, model: 'oracle/judged-4.1 (May)' },
      source: { name: 'arXiv', feed: 'arXiv econ.GN', url: null },
    });
    const id = claims[0]!.id;
    const minds = { readers: 20, before: 0.9, after: 0.5, low: -0.6, high: -0.1 };
    await site.sql(
      `WITH older AS (UPDATE verdicts SET created_at = created_at - interval '2 days'
        WHERE id = (SELECT verdict_id FROM claims WHERE id = $1))
       UPDATE claims SET agree = 17, disagree = 13, minds = $2 WHERE id = $1`,
      [id, JSON.stringify(minds)],
    );
  }
}

async function moderate(site: Site, { reader, author, moderator }: Stage['people'], slug: string) {
  const said = await author.post(slug, 'Cheap watches, today only.');
  const reported = await author.post(slug, 'Cheaper watches, tomorrow.');
  for (const { id } of [said, reported])
    await reader.request('POST', `/comments/${id}/reports`, { reason: 'spam', note: 'Sells watches.' });
  const caseOf = async ({ id }: CommentView) => {
    const [row] = await site.sql<{ id: string }>('SELECT id FROM cases WHERE comment_id = $1', [id]);
    return `/moderation/cases/${row!.id}`;
  };
  const decided = await caseOf(said);
  const decide = (kind: string, fields: Record<string, string> = {}) =>
    moderator.submit(`${decided}?/decide`, {
      ...{ kind, version: '1', reason: 'spam', note: 'No watches.', nonce: randomUUID() },
      ...fields,
    });
  await decide('restrict', { scope: 'vote', term: 'week' });
  await decide('remove');
  return { reported, links: { case: await caseOf(reported), appealed: decided } };
}

/** Links of mails, each opened by a page that changes nothing. */
async function mailed(site: Site, { reader }: Stage['people']) {
  const link = async (email: string) => {
    await reader.request('POST', '/report/subscriptions', { email });
    return (await mailTo(site.dataDir, email, /Confirm/)).link('/report/confirm');
  };
  const [subscribe, confirm] = [
    await link(`${randomUUID()}@example.org`),
    await link(`${randomUUID()}@example.org`),
  ];
  const page = await reader.context.newPage();
  await page.goto(confirm);
  await press(page, 'Confirm my subscription');
  const unsubscribe = (await page.getByRole('link', { name: 'Unsubscribe' }).getAttribute('href'))!;
  await page.close();
  const { link: reset } = JSON.parse((await site.cli('user', 'reset', reader.name, '--json')).stdout);
  const stop = await stopPath(site.sql, reader.name);
  return { subscribe: pathOf(subscribe), unsubscribe, stop, reset: pathOf(reset) };
}

async function draftsOf({ context }: BrowserUser, title: string): Promise<Stage['drafts']> {
  const page = await context.newPage();
  const here = async () => {
    await page.waitForURL(/\/drafts\//);
    return pathOf(page.url());
  };
  const paste = async (source: string) => {
    await page.goto('/admin/verdicts/new');
    await page.getByLabel('The page', { exact: true }).fill(source);
    await press(page, 'Continue to the preview');
    return here();
  };
  const whole = await paste(
    `Skip to content\n\n${verdictText('A draft').replace('THE', 'Read twice.\n\nTHE')}\n\nNo comments yet`,
  );
  const refused = await paste('A letter.\n\nIt goes on.\n\nAnd on.');
  await page.goto(`/admin/verdicts?q=${encodeURIComponent(title)}`);
  await page.getByRole('button', { name: /^Edit/ }).click();
  const edit = await here();
  await page.close();
  return { whole, refused, edit };
}

function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname + search;
}
