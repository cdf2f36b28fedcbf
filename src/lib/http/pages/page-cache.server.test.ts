import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { withPageCache } from './page-cache.server.ts';
import { noScript } from './no-script.ts';
import { ABSENT } from './page-state.server.ts';
import { isForOneReader, noteAudience, notedCopy } from './render-audience.server.ts';
import { copyForCookies } from './shared-copy.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

interface Stage {
  state: string | null;
  rendered: number;
  /** Of the next render. */
  status: number;
  get: (
    headers?: Record<string, string>,
    path?: string,
  ) => Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>;
}

/** A site with one page, which says how often it was rendered. */
async function stage({
  maxBytes = 1_000_000,
  own = {},
  stateOf,
  seen = [],
  note = (request) => noteAudience(request, 'everyone'),
}: {
  maxBytes?: number;
  own?: Record<string, string>;
  stateOf?: () => Promise<string | null>;
  seen?: (string | number)[];
  /** What the hooks note about a render. */
  note?: (request: IncomingMessage) => void;
} = {}): Promise<Stage> {
  const notYet = () => Promise.reject(new Error('not yet'));
  const page: Stage = { state: 'v 1', rendered: 0, status: 200, get: notYet };
  const render: RequestListener = (request, response) => {
    note(request);
    page.rendered += 1;
    const head = noScript(notedCopy(request) ?? 'everyone', request.url!);
    const text = `<!doctype html>${head}<p>Render ${page.rendered}.</p>`;
    response.writeHead(page.status, { ...own });
    response.write(text.slice(0, 10));
    response.end(text.slice(10));
  };
  const withHeaders: RequestListener = (request, response) => {
    for (const [name, value] of Object.entries({
      'content-type': 'text/html',
      etag: `"${page.state}"`,
      vary: 'accept-encoding, cookie',
      'x-request-id': String(page.rendered),
    }))
      response.setHeader(name, value);
    render(request, response);
  };
  const server = createServer(
    withPageCache(withHeaders, {
      copyFor: ({ headers }) => copyForCookies(headers.cookie, 'session'),
      stateOf: stateOf ?? (() => Promise.resolve(page.state)),
      maxBytes,
      onHit: (_request, status) => seen.push(status),
      onMiss: () => seen.push('made'),
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  page.get = async (headers = {}, path = '/') => {
    const sent = ask({ port, host: '127.0.0.1', path, headers, agent: false }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode!, headers: response.headers, body: await buffer(response) };
  };
  return page;
}

const text = ({ body }: { body: Buffer }) => body.toString().replace(/.*<p>|<\/p>/g, '');

test.each([true, false])(
  'a render that throws ends its own response only (headers sent: %s)',
  async (sent) => {
    const server = createServer(
      withPageCache(
        ({ url }, response) => {
          if (url === '/' && sent) response.writeHead(200);
          if (url === '/') throw new Error('a fault');
          response.end('fine');
        },
        { copyFor: () => 'everyone', stateOf: () => Promise.resolve(null), maxBytes: 1000 },
      ),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
    expect(await (await fetch(`http://127.0.0.1:${port}/other`)).text()).toBe('fine');
  },
);

test('a page is rendered once for each state, and served from memory after that', async () => {
  const page = await stage();
  expect([text(await page.get()), text(await page.get())]).toEqual(['Render 1.', 'Render 1.']);
  page.state = 'v 2';
  expect(text(await page.get())).toBe('Render 2.');
});

test('the metrics count renders, hits and 304s, and nothing that isn’t cached', async () => {
  const seen: (string | number)[] = [];
  const page = await stage({ seen });
  await page.get();
  await page.get();
  await page.get({ 'if-none-match': 'W/"v 1"' });
  page.state = null;
  await page.get();
  expect(seen).toEqual(['made', 200, 304]);
});

test('a page without a state is rendered for each request', async () => {
  const page = await stage();
  page.state = null;
  expect([text(await page.get()), text(await page.get())]).toEqual(['Render 1.', 'Render 2.']);
});

test('a reader who has the page gets 304 once it is cached', async () => {
  const page = await stage();
  await page.get({ 'if-none-match': '"v 1"' });
  const { status, body } = await page.get({ 'if-none-match': 'W/"v 1"' });
  expect([status, body.byteLength, page.rendered]).toEqual([304, 0, 1]);
});

test('each reader gets an encoding that they accept', async () => {
  const page = await stage();
  await page.get();
  const br = await page.get({ 'accept-encoding': 'gzip, br' });
  const zip = await page.get({ 'accept-encoding': 'gzip' });
  expect([br.headers['content-encoding'], zip.headers['content-encoding']]).toEqual(['br', 'gzip']);
  expect(brotliDecompressSync(br.body)).toEqual(gunzipSync(zip.body));
  expect(br.headers.vary).toContain('accept-encoding');
});

test('the first reader after a change gets it compressed, too, and the cache keeps the text', async () => {
  const page = await stage();
  const first = await page.get({ 'accept-encoding': 'br' });
  expect(first.headers).toMatchObject({ 'content-encoding': 'br', etag: 'W/"v 1"' });
  const later = await page.get();
  expect(later.headers).not.toHaveProperty('content-encoding');
  expect(brotliDecompressSync(first.body)).toEqual(later.body);
  expect(page.rendered).toBe(1);
});

test.each([
  ['br;q=0', undefined],
  ['br;q=0, gzip', 'gzip'],
  ['gzip;q=0, *', 'br'],
  ['br;q=0, gzip;q=0, identity', undefined],
  ['BR', 'br'],
  ['brotli', undefined],
  ['identity;q=0', undefined],
  [undefined, undefined],
])('Accept-Encoding: %s is answered with %s', async (accepted, encoding) => {
  const page = await stage();
  await page.get();
  const { headers } = await page.get(accepted === undefined ? {} : { 'accept-encoding': accepted });
  expect(headers['content-encoding']).toBe(encoding);
});

test('a page with a cookie or no-store is not cached', async () => {
  const owns: Record<string, string>[] = [
    { 'set-cookie': 'session=secret' },
    { 'cache-control': 'no-store' },
  ];
  for (const own of owns) {
    const page = await stage({ own });
    const answers = [await page.get(), await page.get()];
    expect(page.rendered).toBe(2);
    expect(answers.map(text)).toEqual(['Render 1.', 'Render 2.']);
  }
});

test('a page is cached only if its render is known to be for everyone', async () => {
  const notes: ((request: IncomingMessage) => void)[] = [
    () => {},
    (request) => noteAudience(request, 'one reader'),
    (request) => (noteAudience(request, 'one reader'), noteAudience(request, 'everyone')),
  ];
  for (const note of notes) {
    const page = await stage({ note });
    await page.get();
    await page.get();
    expect(page.rendered).toBe(2);
  }
});

test('a render whose page may be cached sees nothing that identifies the reader', async () => {
  const seen: unknown[] = [];
  const page = await stage({
    note: ({ headers, rawHeaders, headersDistinct }) =>
      seen.push(headers, rawHeaders, { ...headersDistinct }),
  });
  await page.get({
    ...{
      cookie: 'session=secret; scripts=on',
      authorization: 'Bearer x',
      'x-forwarded-for': '192.0.2.1',
      range: 'bytes=0-1',
    },
    ...{ 'accept-language': 'de', 'user-agent': 'x', 'x-sveltekit-action': 'true', 'if-none-match': '"v 1"' },
    ...{ accept: 'application/json', origin: 'https://evil.example' },
  });
  expect(seen).toEqual([{ accept: 'text/html' }, [], {}]);
});

test('a 304 has the Vary header of the page', async () => {
  const page = await stage();
  await page.get();
  const { status, headers } = await page.get({ 'if-none-match': 'W/"v 1"' });
  expect([status, headers.vary, headers.etag]).toEqual([304, 'accept-encoding, cookie', 'W/"v 1"']);
  expect(headers['content-type']).toBeUndefined();
});

test('headers of one response are not repeated in the next', async () => {
  const page = await stage();
  await page.get();
  expect((await page.get()).headers['x-request-id']).toBeUndefined();
});

test('simultaneous requests share one render', async () => {
  const page = await stage();
  const answers = await Promise.all(Array.from({ length: 20 }, () => page.get()));
  expect(page.rendered).toBe(1);
  expect(new Set(answers.map(text))).toEqual(new Set(['Render 1.']));
});

test('memory is bounded: the least recently requested page is evicted', async () => {
  const page = await stage({ maxBytes: 600 });
  for (const path of ['/a', '/b', '/a', '/c', '/d', '/e']) await page.get({}, path);
  const before = page.rendered;
  await page.get({}, '/e');
  expect(page.rendered).toBe(before);
  await page.get({}, '/b');
  expect(page.rendered).toBe(before + 1);
});

test('one address keeps one page: many states of it evict no other', async () => {
  const page = await stage({ maxBytes: 600 });
  await page.get({}, '/other');
  for (let state = 0; state < 20; state++) {
    page.state = `v ${state}`;
    await page.get({}, '/');
  }
  page.state = 'v 1';
  await page.get({}, '/other');
  expect(page.rendered).toBe(21);
});

test('while the state is unknown, the last page is served', async () => {
  let away = false;
  const page = await stage({
    stateOf: () => (away ? Promise.reject(new Error('no database')) : Promise.resolve('v 1')),
  });
  await page.get();
  away = true;
  expect([text(await page.get()), page.rendered]).toEqual(['Render 1.', 1]);
});

test.each([
  [410, 'Render 3.'],
  [404, 'Render 3.'],
  // An error says nothing about the page: the last one is still better than nothing.
  [500, 'Render 1.'],
])('after a render of status %i and then an outage, readers get %s', async (status, seen) => {
  let state: string | null = 'v 1';
  const page = await stage({
    stateOf: () => (state === null ? Promise.reject(new Error('no database')) : Promise.resolve(state)),
  });
  await page.get();
  [state, page.status] = ['v 2', status];
  expect((await page.get()).status).toBe(status);
  [state, page.status] = [null, 503];
  expect(text(await page.get())).toBe(seen);
});

test('if the state is unknown and no page is cached, the page is rendered', async () => {
  const page = await stage({ stateOf: () => Promise.reject(new Error('no database')) });
  expect((await page.get()).status).toBe(200);
  expect(page.rendered).toBe(1);
});

const SIGNED_IN = { cookie: 'session=ada; scripts=on' };
const refreshOf = ({ body }: { body: Buffer }) => /<noscript>.*<\/noscript>/.exec(body.toString())?.[0];

test.each([
  ['a reader with a session', SIGNED_IN, {}],
  ['an anonymous reader', {}, SIGNED_IN],
])(
  'the copies differ only in <noscript>, whether %s requests the page first',
  async (_who, first, second) => {
    const page = await stage();
    const copies = [await page.get(first, '/v/x?a=1'), await page.get(second, '/v/x?a=1')];
    const [own, everyone] = first === SIGNED_IN ? copies : copies.reverse();
    expect(refreshOf(own!)).toBe(
      '<noscript><meta http-equiv="refresh" content="0; url=/no-script?to=%2Fv%2Fx%3Fa%3D1" /></noscript>',
    );
    expect(own!.body.toString().replace(refreshOf(own!)!, '')).toBe(everyone!.body.toString());
    expect(own!.headers.vary).toBe(everyone!.headers.vary);
    expect(page.rendered).toBe(1);
  },
);

test('two readers with a session get the same bytes', async () => {
  const page = await stage();
  const answers = [];
  for (const name of ['ada', 'grace'])
    answers.push(await page.get({ cookie: `session=${name}; viewer=reader.${name}; scripts=on` }));
  expect(answers[0]!.body).toEqual(answers[1]!.body);
  expect(page.rendered).toBe(1);
});

test.each([
  ['a session', 'session=ada'],
  ['a theme', 'appearance=dark'],
  ['a session and another value of `scripts`', 'session=ada; scripts=off'],
  ['a notice to show', 'done=created; scripts=on'],
])('a page for a request with %s is rendered for its reader', async (_what, cookie) => {
  const seen: unknown[] = [];
  const page = await stage({ note: ({ headers }) => seen.push(headers.cookie) });
  await page.get({ cookie });
  await page.get({ cookie });
  expect(seen).toEqual([cookie, cookie]);
});

test('a theme makes no difference to a browser that runs scripts', async () => {
  const page = await stage();
  await page.get();
  expect(text(await page.get({ cookie: 'appearance=dark; scripts=on' }))).toBe('Render 1.');
});

test.each(['br', 'gzip', 'identity'])(
  'each copy has its own etag and its own bytes as %s',
  async (encoding) => {
    const page = await stage();
    await page.get();
    const accept = { 'accept-encoding': encoding };
    const [everyone, own] = [await page.get(accept), await page.get({ ...accept, ...SIGNED_IN })];
    expect(own.body).not.toEqual(everyone.body);
    expect(own.headers.etag).not.toBe(everyone.headers.etag);
    const statusFor = async (etag: string | undefined, headers: Record<string, string>) =>
      (await page.get({ ...headers, 'if-none-match': etag! })).status;
    expect(await statusFor(own.headers.etag, SIGNED_IN)).toBe(304);
    expect(await statusFor(everyone.headers.etag, {})).toBe(304);
    expect(await statusFor(everyone.headers.etag, SIGNED_IN)).toBe(200);
    expect(await statusFor(own.headers.etag, {})).toBe(200);
  },
);

test('a 304 of the copy has its etag, and the Vary header of the page', async () => {
  const page = await stage();
  await page.get();
  const { etag } = (await page.get(SIGNED_IN)).headers;
  const { headers } = await page.get({ ...SIGNED_IN, 'if-none-match': etag! });
  expect([headers.etag, headers.vary]).toEqual([etag, 'accept-encoding, cookie']);
});

test('a page that does not exist for everyone is rendered for a reader with a session', async () => {
  const seen: boolean[] = [];
  const page = await stage({ note: (request) => seen.push(isForOneReader(request)) });
  page.state = ABSENT;
  await page.get();
  await page.get(SIGNED_IN);
  expect(seen).toEqual([false, true]);
});

test('a page that no longer exists is not served in an outage, even if a reader with a session found it gone', async () => {
  let state: string | null = 'v 1';
  const page = await stage({
    stateOf: () => (state === null ? Promise.reject(new Error('no database')) : Promise.resolve(state)),
  });
  await page.get();
  state = ABSENT;
  await page.get(SIGNED_IN);
  state = null;
  expect(text(await page.get())).toBe('Render 3.');
});
