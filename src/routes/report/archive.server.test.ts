import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { composeNext } from '#lib/digest/issues/compose-next.server.ts';
import { unpublishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { crowd, helpfulComment, publishAt } from '../../../tests/support/report-week.ts';
import { requestEvent } from '../../../tests/support/request-event.ts';
import { load } from './[n]/+page.server.ts';
import { GET } from './feed.atom/+server.ts';

const database = new pg.Client({ connectionString: await freshDatabase({ limits: 'off' }) });

const now = new Date('2026-05-22T09:00:00Z');
const anHourAgo = new Date(now.getTime() - 60 * 60 * 1000);
const HOSTILE = 'Title </title> ]]> <b>&amp; "quoted" \u202Eback\u202C שלום 👩‍🔬';
let linus: Actor;
let readers: Actor[];

beforeAll(async () => {
  await database.connect();
  readers = await crowd(4);
  linus = await enter('linus', 'admin');
});
afterAll(() => database.end());

async function sendIssue(n: number): Promise<void> {
  const at = new Date(now.getTime() + n);
  const { id } = (await composeNext(at))!;
  await db().reportIssue.update({
    where: { id },
    data: {
      ...{ state: 'sent', subject: 's', recipients: 0, delivered: 0, failed: 0 },
      ...{ sendStartedAt: at, sendFinishedAt: at },
    },
  });
}

async function feed(): Promise<string> {
  const response = await GET(requestEvent({ path: '/report/feed.atom' }) as never);
  expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
  return response.text();
}

/** What PostgreSQL's XML parser, which accepts only well-formed documents, finds at this XPath. */
async function found(xml: string, path: string): Promise<string[]> {
  const { rows } = await database.query<{ at: string }>(
    `SELECT unnest(xpath($2, xmlparse(DOCUMENT $1), ARRAY[ARRAY['a', 'http://www.w3.org/2005/Atom']]))::text AS at`,
    [xml, path],
  );
  return rows.map(({ at }) => at);
}

const issue = async (n: string) => {
  const event = { ...requestEvent({ path: `/report/${n}` }), params: { n } };
  return ((await load(event as never)) as { issue: unknown }).issue;
};

test('an empty archive has a valid feed', async () => {
  expect(await found(await feed(), '/a:feed/a:entry')).toEqual([]);
});

test('an issue has a page and an entry in the feed, whatever its titles contain', async () => {
  const { slug } = await publishAt(HOSTILE, anHourAgo);
  const said = await helpfulComment(slug, '<script>alert(1)</script> ]]> secret', {
    ...{ author: readers[0]!, readers: readers.slice(1), now: anHourAgo },
  });
  await sendIssue(1);
  expect(JSON.stringify(await issue('1'))).toContain('secret');

  const xml = await feed();
  expect(await found(xml, '/a:feed/a:entry/a:title/text()')).toEqual(['The Cope Report No. 1']);
  const [content] = await found(xml, '/a:feed/a:entry/a:content/text()');
  expect(content).toContain('secret');
  // Escaped once for XML and once for HTML.
  expect(content).toContain('&amp;lt;script&gt;alert(1)&amp;lt;/script&gt;');
  expect(xml).not.toContain('\u202E');

  await withdrawComment(said.id, { actor: readers[0]!, now });
  expect(await feed()).not.toContain('secret');
  expect(JSON.stringify(await issue('1'))).not.toContain('secret');
  await unpublishVerdict(slug, { actor: linus, now });
  expect(await feed()).not.toContain('quoted');
  expect(await issue('1')).toMatchObject({ n: 1, sections: [] });
});

test('there is no page of an issue that was not sent, or of something that is no number', async () => {
  await publishAt('A draft', now);
  await composeNext(new Date(now.getTime() + 1000));
  for (const n of ['2', '0', '-1', '99999999999', 'x', '1e3', '%00'])
    await expect(issue(n), n).rejects.toMatchObject({ status: 404 });
});
