import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { io } from 'socket.io-client';
import type { VerdictChanged, VerdictTallied, Watched } from '#lib/live/events.ts';
import { REFUSALS } from '#lib/refusals.ts';
import * as shapes from '../../src/routes/api/shapes.ts';
import { startSite, type Site } from '../support/site.ts';
import { verdictText } from '../support/verdict-text.ts';
import { ApiClient } from '../support/api-client.ts';
import { apiToken } from '../support/publish.ts';

let site: Site;
let token: string;
let ada: ApiClient;
let grace: ApiClient;
const slug = 'on-contracts';

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  token = await apiToken(site);
  const published = await ask('POST', '/verdicts', { text: verdictText('On contracts') });
  expect(published.status).toBe(201);
  [ada, grace] = [await ApiClient.signUp(site.url, 'ada'), await ApiClient.signUp(site.url, 'grace')];
});
afterAll(() => site?.stop());

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { authorization: `Bearer ${token}` },
) {
  const response = await fetch(`${site.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type');
  return { status: response.status, type, body: text === '' ? null : JSON.parse(text) };
}
const anonymous = (path: string) => ask('GET', path, undefined, {});

/** A request without a body; `fetch` would normalise the path. */
async function raw(method: string, path: string, headers: Record<string, string> = {}) {
  const sent = request({ host: '127.0.0.1', port: site.port, method, path, headers }).end();
  const [message] = (await once(sent, 'response')) as [IncomingMessage];
  const read = await text(message);
  const response = {
    status: message.statusCode,
    headers: new Headers(message.headers as Record<string, string>),
  };
  return { response, body: read === '' ? null : (JSON.parse(read) as unknown) };
}

describe('errors', () => {
  test.each<[method: string, path: string, status: number, code: string, headers?: Record<string, string>]>([
    ['GET', '/api', 404, 'not-found'],
    ['GET', '/api/v1/nothing', 404, 'not-found'],
    ['POST', '/api/v1/nothing', 404, 'not-found'],
    ['OPTIONS', '/api/v2/nothing', 404, 'not-found'],
    ['GET', '/api/v1/verdicts/__data.json', 404, 'not-found'],
    ['DELETE', '/api/v1/verdicts', 405, 'method-not-allowed'],
    ['OPTIONS', '/api/v1/verdicts', 405, 'method-not-allowed'],
    ['PROPFIND', '/%61pi/v1/verdicts', 405, 'method-not-allowed'],
    ['GET', '/api/v1/%zz', 400, 'malformed-request'],
    ['GET', '/api/v1/me', 401, 'sign-in-first'],
    ['GET', '/api/v1/mine', 401, 'sign-in-first'],
    ['GET', `/api/v1/verdicts/${slug}/mine`, 401, 'sign-in-first'],
    ['POST', '/api/v1/accounts', 415, 'unsupported-media-type', { 'content-type': 'text/plain' }],
    ['POST', '/api/v1/accounts', 415, 'unsupported-media-type', { 'content-type': 'multipart/form-data' }],
    ['POST', '/%61pi/v1/session', 403, 'foreign-origin', { origin: 'https://evil.example' }],
    ['POST', '/settings', 403, 'foreign-origin', { origin: 'https://evil.example' }],
  ])('%s %s is answered with problem JSON, %i', async (method, path, status, code, headers = {}) => {
    const { response, body } = await raw(method, path, headers);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json',
    ]);
    expect(shapes.problem.parse(body)).toMatchObject({ status, code, type: `${site.url}/problems/${code}` });
    expect(response.headers.get('cache-control')).toBe('no-store');
    if (status === 405) expect(response.headers.get('allow')).toBe('GET, POST, HEAD');
    if (status === 401) expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  test('a body without a Content-Length is refused once it is too large', async () => {
    const body = Readable.from(Array.from({ length: 8 }, () => Buffer.alloc(1024 * 1024, '"')));
    const response = await fetch(`${site.url}/api/v1/feedback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Readable.toWeb(body),
      duplex: 'half',
    } as RequestInit);
    expect([response.status, await response.json()]).toMatchObject([413, { code: 'too-large' }]);
  });

  test('HEAD has the status and headers of an error, and no body', async () => {
    const { response, body } = await raw('HEAD', '/api/v1/accounts');
    expect([response.status, response.headers.get('allow'), body]).toEqual([405, 'POST', null]);
  });

  test('the type of every problem is a page that explains it', async () => {
    for (const [code, { message }] of Object.entries(REFUSALS)) {
      const page = await fetch(`${site.url}/problems/${code}`);
      const html = await page.text();
      expect([code, page.status]).toEqual([code, 200]);
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html).toMatch(/<main/);
      expect(html).toMatch(/href="#main"/);
      expect(html).toContain(message.slice(0, 40));
    }
    for (const code of ['nothing', '__proto__', 'constructor', '%zz'])
      expect((await fetch(`${site.url}/problems/${code}`)).status).toBeGreaterThanOrEqual(400);
    expect((await fetch(`${site.url}/problems/nothing`)).status).toBe(404);
  });

  test('refusals, as problem JSON with a status and a code', async () => {
    const refused: [string, Awaited<ReturnType<typeof ask>>, number, string][] = [
      [
        'a stranger’s comment',
        await ask('POST', `/verdicts/${slug}/comments`, { body: 'Hm.' }, {}),
        401,
        'sign-in-first',
      ],
      [
        'a program’s comment',
        await ask('POST', `/verdicts/${slug}/comments`, { body: 'Hm.' }),
        401,
        'sign-in-first',
      ],
      ['nowhere', await anonymous('/verdicts/nowhere'), 404, 'verdict-not-found'],
      ['an invalid id', await anonymous('/comments/none'), 404, 'comment-not-found'],
      ['half a JSON', await ask('POST', '/session', '{"username":', {}), 422, 'invalid-json'],
      ['a wrong order', await anonymous(`/verdicts/${slug}/comments?sort=loudest`), 422, 'invalid-input'],
      ['changes since when', await anonymous(`/verdicts/${slug}/changes`), 422, 'invalid-input'],
      ['five megabytes', await ask('POST', '/verdicts', { text: 'a'.repeat(5_000_000) }), 413, 'too-large'],
    ];
    for (const [what, { status, type, body }, expected, code] of refused) {
      shapes.problem.parse(body);
      expect([what, status, body.code, type], what).toEqual([
        what,
        expected,
        code,
        'application/problem+json',
      ]);
    }
  });

  test('a write with a cookie from elsewhere, or from nowhere, is refused', async () => {
    const session = await fetch(`${site.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'ada', password: 'tulip-harbour-eleven' }),
    });
    const cookie = session.headers.getSetCookie()[0]!.split(';')[0]!;
    for (const origin of [{ origin: 'https://evil.example' }, {}]) {
      const { status, body } = await ask('POST', `/verdicts/${slug}/comments`, { body: 'Hm.' }, {
        cookie,
        ...origin,
      } as Record<string, string>);
      expect([status, body.code]).toEqual([403, 'foreign-origin']);
    }
  });
});

describe('a reader’s own state', () => {
  test('is for readers with a session: a program with a token is refused', async () => {
    for (const path of ['/mine', `/verdicts/${slug}/mine`])
      expect(await ask('GET', path)).toMatchObject({ status: 401, body: { code: 'sign-in-first' } });
  });

  test('is kept by no cache, and varies by session', async () => {
    const posted = await ada.call('POST', `/verdicts/${slug}/comments`, { body: 'My own.' });
    const { id } = shapes.comment.parse(posted.body);
    for (const path of ['/mine', `/verdicts/${slug}/mine?comments=${id}`]) {
      const response = await fetch(`${site.url}/api/v1${path}`, { headers: { cookie: ada.cookie } });
      expect(response.headers.get('cache-control')).toBe('private, no-store');
      expect(response.headers.get('vary')).toMatch(/cookie/);
      shapes.siteMine.loose().parse(await response.json());
    }
    const { body } = await grace.call('GET', `/verdicts/${slug}/mine?comments=${id}`);
    expect(shapes.verdictMine.parse(body)).toMatchObject({ viewer: { username: 'grace' }, comments: [] });
  });
});

describe('the socket', () => {
  const connect = (options: object = {}) =>
    io(site.url, { transports: ['websocket'], forceNew: true, ...options });

  test('publishes comments and tallies only to those who watch the verdict', async () => {
    await ask('POST', '/verdicts', { text: verdictText('Elsewhere') });
    const [watcher, outsider] = [connect(), connect()];
    const received: VerdictChanged[] = [];
    const unwatched: unknown[] = [];
    outsider.onAny((...event) => unwatched.push(event));
    await outsider.emitWithAck('verdict:watch', { verdict: 'elsewhere' });
    const watched = (await watcher.emitWithAck('verdict:watch', { verdict: slug })) as Watched;
    expect(watched).toMatchObject({ ok: true, seq: expect.any(Number), readers: 1 });

    const changed = new Promise<void>((done) =>
      watcher.on('verdict:changed', (message) => (received.push(message), done())),
    );
    const nonce = randomUUID();
    await ada.call('POST', `/verdicts/${slug}/comments`, { body: 'Live.', nonce });
    await changed;
    const [message] = received;
    expect(message).toMatchObject({ verdict: slug, comments: [{ body: 'Live.', nonce }] });
    if (watched.ok) expect([message!.since, message!.seq]).toEqual([watched.seq, watched.seq + 1]);
    expect(message!.comments[0]).not.toHaveProperty('mine');
    shapes.comment.parse(message!.comments[0]);

    // Not the first: a tally of earlier votes may still arrive.
    const isOurs = ({ claims }: VerdictTallied) => claims.some(({ disagree }) => disagree === 1);
    const tallied = new Promise<VerdictTallied>((done) =>
      watcher.on('verdict:tallied', (message: VerdictTallied) => isOurs(message) && done(message)),
    );
    const { claims } = shapes.verdict.parse((await anonymous(`/verdicts/${slug}`)).body);
    await grace.call('PUT', `/claims/${claims[0]!.id}/vote`, { stance: 'disagree' });
    expect((await tallied).claims).toEqual([expect.objectContaining({ id: claims[0]!.id, disagree: 1 })]);

    expect(unwatched.filter((message) => JSON.stringify(message).includes(slug))).toEqual([]);
    watcher.close();
    outsider.close();
  });

  test('refuses invalid messages and unknown verdicts', async () => {
    const socket = connect();
    for (const input of [null, 'x', {}, { verdict: 7 }, { verdict: 'a'.repeat(500) }])
      expect(await socket.emitWithAck('verdict:watch', input)).toEqual({ ok: false, code: 'invalid-input' });
    expect(await socket.emitWithAck('verdict:watch', { verdict: 'nowhere' })).toEqual({
      ok: false,
      code: 'verdict-not-found',
    });
    // Without a callback, or with another value in its place, there is no response and no error.
    socket.emit('verdict:watch', { verdict: slug }, 'not a function');
    socket.emit('comment:typing', { verdict: slug });
    expect(await socket.emitWithAck('verdict:unwatch', { verdict: slug })).toEqual({ ok: true });
    socket.close();
  });

  test('refuses pages of other sites', async () => {
    const socket = connect({ extraHeaders: { origin: 'https://evil.example' }, reconnection: false });
    await expect(new Promise((_, refused) => socket.on('connect_error', refused))).rejects.toThrow();
    socket.close();
  });

  test('counts a reader with two tabs once, and publishes when the reader has left', async () => {
    const [tab, other, onlooker] = [connect(), connect(), connect()];
    await tab.emitWithAck('verdict:watch', { verdict: 'elsewhere' });
    await other.emitWithAck('verdict:watch', { verdict: 'elsewhere' });
    expect(await onlooker.emitWithAck('verdict:watch', { verdict: 'elsewhere' })).toMatchObject({
      readers: 3,
    });
    const left = new Promise<number>((done) =>
      onlooker.on('verdict:presence', ({ readers }) => readers === 1 && done(readers)),
    );
    tab.close();
    other.close();
    expect(await left).toBe(1);
    onlooker.close();
  });
});
