import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Actor, Program } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../tests/support/cast.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { GET as getList, POST as post } from './api/v1/verdicts/+server.ts';
import { GET as getOne } from './api/v1/verdicts/[slug]/+server.ts';

await freshDatabase();

const page = readFileSync(new URL('../lib/verdicts/fixtures/autopsy-page.txt', import.meta.url), 'utf8');
const robot: Program = { name: 'press' };

interface Asked {
  path?: string;
  body?: string | object;
  actor?: Actor | null;
  program?: Program | null;
  slug?: string;
}

async function ask(
  handler: unknown,
  { path = '/api/v1/verdicts', body, actor = null, program = null, slug }: Asked,
) {
  const url = new URL(path, 'http://127.0.0.1:3000');
  const headers = { 'content-type': 'application/json' };
  const sent = typeof body === 'object' ? JSON.stringify(body) : body;
  const request = new Request(url, sent === undefined ? {} : { method: 'POST', body: sent, headers });
  const event = { url, request, locals: { actor, program }, params: { slug } };
  const response = await (handler as (event: object) => Promise<Response>)(event);
  return { status: response.status, body: await response.json() };
}

test('a program publishes a text: 201, the same again 200, a changed one 200 with the next version', async () => {
  const first = await ask(post, { body: { text: page }, program: robot });
  expect(first).toMatchObject({
    status: 201,
    body: { title: expect.stringContaining('lantern'), version: 1, comments: 0 },
  });
  const again = await ask(post, { body: { text: page }, program: robot });
  expect(again).toEqual({ status: 200, body: first.body });
  const changed = await ask(post, { body: { text: page.replace('Decent,', 'Kind,') }, program: robot });
  expect(changed).toMatchObject({ status: 200, body: { slug: first.body.slug, version: 2 } });
});

test('an admin publishes a structured verdict; readers, moderators and strangers don’t', async () => {
  const body = { ...parseVerdict(page), title: 'By hand' };
  expect((await ask(post, { body, actor: await enter('linus', 'admin') })).status).toBe(201);
  const before = await db().verdict.count();
  const another = { ...body, title: 'Not by me' };
  expect(await ask(post, { body: another })).toMatchObject({ status: 401, body: { code: 'sign-in-first' } });
  expect((await ask(post, { body: another, actor: await enter('grace') })).status).toBe(403);
  expect((await ask(post, { body: another, actor: await enter('mary', 'moderator') })).status).toBe(403);
  expect(await db().verdict.count()).toBe(before);
});

test('a text that is no verdict is 422 with the line, one that is too large 413', async () => {
  expect(
    await ask(post, { body: { text: 'arXiv cs.CY · 2 Jun 2026\n\nTHE VERDICT\n\nNo.' }, program: robot }),
  ).toMatchObject({
    status: 422,
    body: {
      code: 'verdict-unreadable',
      errors: [{ path: 'text', message: expect.stringMatching(/^Line 3: expected/) }],
    },
  });
  expect((await ask(post, { body: { text: 'x'.repeat(300_000) }, program: robot })).status).toBe(413);
  expect((await ask(post, { body: { text: 'x'.repeat(5_000_000) }, program: robot })).status).toBe(413);
  expect(await ask(post, { body: '{"text": ', program: robot })).toMatchObject({
    status: 422,
    body: {
      code: 'invalid-json',
      detail: 'The body is not valid JSON. Line 1, column 10: expected a value, found the end.',
    },
  });
  expect((await ask(post, { body: [page], program: robot })).status).toBe(422);
  expect((await ask(post, { body: { text: 7 }, program: robot })).status).toBe(422);
});

test('a verdict is answered as the contract has it, with the reader’s own vote', async () => {
  const slug = 'by-hand';
  const { body: verdict } = await ask(getOne, { slug });
  expect(verdict).toMatchObject({
    slug,
    source: { name: 'arXiv', feed: 'arXiv cs.CY' },
    publishedAt: '2026-06-02',
    model: 'minimax/minimax-m2.7',
    sections: expect.arrayContaining([expect.objectContaining({ id: 'the-verdict', kind: 'verdict' })]),
    seq: 0,
    readers: 0,
  });
  const ada = await enter('ada');
  await castVote(verdict.claims[0].id, 'disagree', { actor: ada, now: new Date() });
  expect((await ask(getOne, { slug, actor: ada })).body.claims[0]).toMatchObject({
    disagree: 1,
    mine: 'disagree',
  });
  expect((await ask(getOne, { slug })).body.claims[0]).toMatchObject({ disagree: 1, mine: null });
});

test('no verdict is 404, as a problem', async () => {
  expect(await ask(getOne, { slug: 'nothing' })).toMatchObject({
    status: 404,
    body: { code: 'verdict-not-found', status: 404 },
  });
});

test('the list takes its query from the address, and says what it can’t take', async () => {
  const { status, body } = await ask(getList, {
    path: '/api/v1/verdicts?limit=1&sort=newest&source=arxiv&q=&cursor=',
  });
  expect(status).toBe(200);
  expect(body.items).toHaveLength(1);
  expect(body.items[0]).toMatchObject({
    slug: expect.any(String),
    comments: 0,
    readers: 0,
    classifications: expect.any(Array),
  });
  expect(
    (await ask(getList, { path: `/api/v1/verdicts?limit=1&cursor=${body.next}` })).body.items,
  ).toHaveLength(1);
  expect(await ask(getList, { path: '/api/v1/verdicts?limit=1000' })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'limit', message: 'Ask for 1 to 100.' }] },
  });
});
