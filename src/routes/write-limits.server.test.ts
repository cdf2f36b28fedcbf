// With limits on, through the routes: the responses of the API and of forms.
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { LIMITS } from '#lib/limits.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { enter } from '../../tests/support/cast.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { requestEvent } from '../../tests/support/request-event.ts';
import { publish } from '../../tests/support/verdict.ts';
import { PATCH } from './api/v1/comments/[id]/+server.ts';
import { POST as REPORT } from './api/v1/comments/[id]/reports/+server.ts';
import { POST as PREVIEW } from './api/v1/preview/+server.ts';
import { actions } from './v/[slug]/+page.server.ts';

await freshDatabase();

const RETRY = /^[1-9]\d*$/;
let ada: Actor;
let slug: string;
let id: string;
let sold = 0;

beforeAll(async () => {
  ada = await enter('ada');
  ({ slug } = await publish());
  ({
    comment: { id },
  } = await postComment(slug, { body: 'First.' }, { actor: ada, now: new Date() }));
});

function call<E>(handler: (event: E) => unknown, asked: Parameters<typeof requestEvent>[0], params = {}) {
  return handler({ ...requestEvent(asked), params } as E) as Promise<Response>;
}

test('edits are limited per author; the API then says when to retry, and the form keeps the text', async () => {
  const path = `/api/v1/comments/${id}`;
  const edit = (version: number) =>
    call(PATCH, { path, json: { body: `Text ${version}.`, version }, actor: ada }, { id });
  for (let version = 1; version <= LIMITS.edit.points; version++)
    expect((await edit(version)).status).toBe(200);
  const refused = await edit(LIMITS.edit.points + 1);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toMatch(RETRY);
  expect(await refused.json()).toMatchObject({ code: 'rate-limited' });

  const form = { comment: id, version: String(LIMITS.edit.points + 1), body: 'Typed with care.' };
  const failure = await call(actions['edit']!, { path: `/v/${slug}`, form, actor: ada }, { slug });
  expect(failure).toMatchObject({
    status: 429,
    data: { code: 'rate-limited', values: form, retryAfter: expect.any(Number) },
  });
});

const preview = (actor: Actor | null, address: string) =>
  call(PREVIEW, { path: '/api/v1/preview', json: { body: '*x*' }, actor, address });

test('previews are limited per reader, from any address', async () => {
  for (let n = 0; n < LIMITS['preview-by-reader'].points; n++)
    expect((await preview(ada, `192.0.2.${n}`)).status).toBe(200);
  const refused = await preview(ada, '192.0.2.200');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toMatch(RETRY);
});

test('previews are limited per address, for all readers together', async () => {
  const { 'preview-by-address': all, 'preview-by-reader': each } = LIMITS;
  const readers = Array.from({ length: all.points / each.points + 1 }, (_, n) => enter(`reader-${n}`));
  const [another, ...others] = await Promise.all(readers);
  for (let n = 0; n < all.points; n++)
    expect((await preview(others[n % others.length]!, '198.51.100.7')).status).toBe(200);
  expect((await preview(another!, '198.51.100.7')).status).toBe(429);
  expect((await preview(another!, '198.51.100.8')).status).toBe(200);
});

async function target(): Promise<string> {
  const body = `Buy my book no. ${++sold}.`;
  const { slug: other } = await publish(body);
  const author = await enter(`seller-${sold}`);
  const { comment } = await postComment(other, { body }, { actor: author, now: new Date() });
  return comment.id;
}

test('a new account has a lower daily limit for reports, a known one the full limit; a refused report costs nothing', async () => {
  const report = (actor: Actor, comment: string, address: string) =>
    call(REPORT, { path: '/api/v1/reports', json: { reason: 'spam' }, actor, address }, { id: comment });
  const [fresh, known] = [await enter('fresh'), await enter('known', 'moderator')];
  const targets: string[] = [];
  for (let n = 0; n <= LIMITS['report-by-newcomer'].points; n++) targets.push(await target());
  // Its own comment.
  expect((await report(ada, id, '192.0.2.1')).status).toBe(403);
  for (const [n, comment] of targets.entries()) {
    const left = n < LIMITS['report-by-newcomer'].points;
    expect((await report(fresh, comment, '192.0.2.1')).status).toBe(left ? 201 : 429);
    expect((await report(known, comment, '192.0.2.1')).status).toBe(201);
  }
});

test('reports of new accounts are limited per address, for all of them together', async () => {
  const report = (actor: Actor, address: string) =>
    call(REPORT, { path: '/api/v1/reports', json: { reason: 'spam' }, actor, address }, { id: comment });
  const comment = await target();
  for (let n = 0; n < LIMITS['report-by-network'].points; n++)
    expect((await report(await enter(`crowd-${n}`), '198.51.100.7')).status).toBe(201);
  const next = await enter('one-more');
  expect((await report(next, '198.51.100.7')).status).toBe(429);
  expect((await report(await enter('neighbour', 'moderator'), '198.51.100.7')).status).toBe(201);
  expect((await report(next, '198.51.100.8')).status).toBe(201);
});

test('anonymous readers can’t preview', async () => {
  expect((await preview(null, '198.51.100.9')).status).toBe(401);
});
