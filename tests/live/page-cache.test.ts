import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite, type Site } from '../support/site.ts';
import { ApiClient } from '../support/api-client.ts';
import { apiToken, publishTitled } from '../support/publish.ts';

/** Only its author and moderators may read it. */
const HELD = 'zqheldback';
const slug = 'on-caches';

let site: Site;
let token: string;
let owner: ApiClient;
const people = {} as Record<'author' | 'moderator' | 'admin' | 'reader' | 'other' | 'poster', ApiClient>;

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  token = await apiToken(site);
  await publishTitled(site, 'On caches');
  const names = ['author', 'moderator', 'admin', 'reader', 'other', 'poster'] as const;
  for (const name of names) people[name] = await ApiClient.signUp(site.url, `${name}-of-page`);
  owner = await ApiClient.signUp(site.url, 'owner-of-profile');
  await site.setRole('moderator-of-page', 'moderator');
  await site.setRole('admin-of-page', 'admin');
  // Their browsers get the cookie that names their role.
  for (const name of ['moderator', 'admin'] as const) await people[name].request('GET', '/me');
  const listed = await fetch(`${site.url}/admin/words?/add`, {
    method: 'POST',
    headers: { cookie: people.admin.cookie, origin: site.url, accept: 'text/html' },
    body: new URLSearchParams({ text: HELD, kind: 'word', action: 'hold' }),
  });
  expect(listed.status).toBe(200);
  expect(await people.author.post(slug, `This says ${HELD}.`)).toMatchObject({ status: 'pending' });
});
afterAll(() => site?.stop());

/** Valid, odd and invalid Cookie headers. It must not matter which of them a parser accepts. */
const WRITINGS: ((name: string, value: string) => string)[] = [
  (name, value) => `Cookie: ${name}=${value}`,
  (name, value) => `Cookie: ${name} =${value}`,
  (name, value) => `Cookie:    ${name}= ${value}   `,
  (name, value) => `Cookie: \t${name}\t=\t${value}\t`,
  (name, value) => `Cookie: ${name}="${value}"`,
  (name, value) => `Cookie: "${name}"=${value}`,
  (name, value) => `Cookie: x=1; ${name}=${value}`,
  (name, value) => `Cookie: x=1;${name} =${value};`,
  (name, value) => `Cookie: ;;; ${name}=${value};;;`,
  (name, value) => `Cookie: ${name}=${value}; ${name}=other`,
  (name, value) => `Cookie: ${name}=other; ${name}=${value}`,
  (name, value) => `Cookie: ${name.toUpperCase()}=${value}`,
  (name, value) => `COOKIE: ${name} =${value}`,
  (name, value) => `Cookie: $Version=1; ${name}=${value}; $Path=/`,
  (name, value) => `Cookie: %${name.charCodeAt(0).toString(16)}${name.slice(1)}=${value}`,
  (name, value) => `Cookie: ${name}=%${value.charCodeAt(0).toString(16)}${value.slice(1)}`,
  (name, value) => `Cookie: x=1\r\nCookie: ${name} =${value}`,
  (name, value) => `Cookie: ${name}\r\ncookie: ${name}=${value}`,
  (name, value) => `Cookie: \u0001${name}=${value}`,
  (name, value) => `Cookie: \u00a0${name}\u00a0=${value}`,
  (name, value) => `Cookie: \u0000${name}=${value}\u0000`,
  (name, value) => `Cookie: x=1, ${name}=${value}`,
  (name, value) => `Cookie: x=1;\r\n ${name}=${value}`,
  (name, value) => `Cookie: x=${'a'.repeat(8000)}; ${name} =${value}`,
  (name, value) => `Cookie: ${name}=${value}${' '.repeat(8000)}`,
];

const sessionOf = ({ cookie }: ApiClient) => /(session)=([^;]*)/.exec(cookie)!.slice(1) as [string, string];
const READERS: Record<string, (writing: (typeof WRITINGS)[number]) => string> = {
  anonymous: (writing) => writing('visits', '3'),
  'a reader': (writing) => writing(...sessionOf(people.reader)),
  'the author of a held comment': (writing) => writing(...sessionOf(people.author)),
  'a moderator': (writing) => writing(...sessionOf(people.moderator)),
  'an admin': (writing) => writing(...sessionOf(people.admin)),
  'a visitor with the dark theme': (writing) => writing('appearance', 'dark'),
  'a program': (writing) => `Authorization: Bearer ${token}\r\n${writing('visits', '3')}`,
};

const SIGNED_IN = ['a reader', 'the author of a held comment', 'a moderator', 'an admin'];

/**
 * A page for each writing of a reader's cookie. The paths alternate, and differently for each reader. The four who are
 * signed in have the same cookie with other values, and share the writings: two of them send each, one to each path.
 */
function pagesOf(reader: string, query: string): { path: string; headers: string; turn: number }[] {
  const paths = ['/', `/v/${slug}`];
  const offset = Object.keys(READERS).indexOf(reader);
  const pages = WRITINGS.map((writing, at) => ({
    path: `${paths[(at + offset) % 2]}?${query}=${encodeURIComponent(reader)}-${at}`,
    headers: READERS[reader]!(writing),
    turn: at + offset,
  }));
  return SIGNED_IN.includes(reader) ? pages.filter(({ turn }) => turn % 4 < 2) : pages;
}

/** Sends the headers exactly as they are given. */
async function ask(path: string, headers: string): Promise<string> {
  const socket = connect(site.port, '127.0.0.1');
  const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${site.port}\r\nAccept: text/html\r\nConnection: close\r\n`;
  socket.write(Buffer.from(`${head}${headers ? `${headers}\r\n` : ''}\r\n`, 'latin1'));
  return text(socket);
}

/** What a page says about its reader. No public comment contains these names. */
function traces(page: string): string[] {
  const names = ['author', 'moderator', 'admin', 'reader', 'other'].map((name) => `${name}-of-page`);
  return [...names, HELD, 'data-theme="dark"', 'set-cookie'].filter((trace) => page.includes(trace));
}

const isKept = (page: string) => !/^x-request-id:/im.test(page);

test.each(Object.keys(READERS))(
  'a page first requested by %s, however they write their cookie, shows the next readers nothing of them',
  { timeout: 300_000 },
  async (reader) => {
    const pages = pagesOf(reader, 'from');
    // Kept pages that a change makes old: a third, another one for each reader.
    const changed = pages.filter(({ turn }) => turn % 3 === 0);
    let [kept, known] = [0, 0];
    for (const requested of [pages, changed]) {
      if (requested === changed) await people.poster.post(slug, `A change, after ${reader}.`);
      for (const { path, headers, turn } of requested) {
        const first = await ask(path, headers);
        if (traces(first).length > 0) known++;
        const anonymous = await ask(path, '');
        expect(anonymous, path).toMatch(/^HTTP\/1\.1 200 /);
        expect(traces(anonymous), headers).toEqual([]);
        expect(anonymous).toContain('data-theme="system"');
        // Twice, because each minute has a new cache key.
        if (isKept(await ask(path, '')) || isKept(await ask(path, ''))) kept++;
        // Pages of signed-in readers are rendered each time.
        if (turn % 6 > 0) continue;
        const other = await ask(path, `Cookie: ${people.other.cookie}`);
        expect(traces(other)).toEqual(['other-of-page']);
        const moderator = traces(await ask(path, `Cookie: ${people.moderator.cookie}`));
        expect(moderator.filter((trace) => trace !== HELD && trace !== 'author-of-page')).toEqual([
          'moderator-of-page',
        ]);
      }
    }
    // Pages that were never cached, or readers that no header signs in, would prove nothing.
    expect(kept).toBe(pages.length + changed.length);
    if (reader !== 'anonymous' && reader !== 'a program') expect(known).toBeGreaterThan(pages.length / 3);
  },
);

test('a profile shows nobody anything of who requested it first', async () => {
  const path = '/u/poster-of-page';
  for (const [reader, headersOf] of Object.entries(READERS))
    for (const scripts of ['', '\r\nCookie: scripts=on']) {
      await people.poster.post(slug, `A change of the profile, before ${reader} ${scripts.length}.`);
      const first = await ask(path, `${headersOf(WRITINGS[0]!)}${scripts}`);
      if (scripts) expect(traces(first), reader).toEqual([]);
      for (const asker of ['', browserOf('other')])
        expect(traces(await ask(path, asker)), reader).toEqual([]);
      expect(isKept(await ask(path, '')) || isKept(await ask(path, ''))).toBe(true);
    }
});

const bodyOf = (response: string) => response.slice(response.indexOf('\r\n\r\n') + 4);
const SHOWN = ['reader', 'author', 'moderator', 'admin'] as const;
/** All cookies of a browser that runs scripts. */
const browserOf = (name: keyof typeof people) =>
  `Cookie: ${people[name].cookie}; appearance=dark; scripts=on`;

test.each(Object.keys(READERS))(
  'a page requested by %s whose browser runs scripts shows nobody anything of them, nor them',
  { timeout: 300_000 },
  async (reader) => {
    let kept = 0;
    const pages = pagesOf(reader, 'scripts');
    for (const { path, headers: own } of pages) {
      const headers = `${own}\r\nCookie: scripts=on`;
      for (const asker of [headers, '', browserOf('moderator'), headers]) {
        const response = await ask(path, asker);
        expect(traces(response), asker).toEqual([]);
        // Node refuses some of the headers.
        if (asker === headers && response.startsWith('HTTP/1.1 400 ')) continue;
        expect(response, asker).toMatch(/^HTTP\/1\.1 200 /);
        expect(response).toMatch(/<html lang="en" data-theme="system" data-viewer="anonymous" data-shared/);
        expect(response).toMatch(/^cache-control: private, no-cache/im);
        expect(response).toMatch(/^vary: .*cookie/im);
      }
      if (isKept(await ask(path, '')) || isKept(await ask(path, ''))) kept++;
    }
    expect(kept).toBe(pages.length);
  },
);

test.each(['/', `/v/${slug}`])('%s: all readers who are signed in get the same bytes', async (path) => {
  await expect
    .poll(async () => {
      const pages: string[] = [];
      for (const name of [...SHOWN, SHOWN[0]]) pages.push(bodyOf(await ask(path, browserOf(name))));
      return new Set(pages).size;
    })
    .toBe(1);
});

test.each(['/', `/v/${slug}`])(
  '%s: a request with a session gets what everyone gets, and a way out for browsers without scripts',
  async (path) => {
    await expect
      .poll(async () => {
        const own = bodyOf(await ask(path, browserOf('author')));
        const everyone = bodyOf(await ask(path, ''));
        const refresh = /<noscript>.*?<\/noscript>/.exec(own)?.[0] ?? '';
        expect(refresh).toContain(`/no-script?to=${encodeURIComponent(path)}"`);
        expect(everyone).not.toContain('no-script?');
        return own.replace(refresh, '') === everyone;
      })
      .toBe(true);
  },
);

test('a signed-in reader’s page is private', async () => {
  const path = `/v/${slug}?own`;
  for (const headers of [
    `Cookie: ${people.author.cookie}`,
    'Cookie: appearance=dark',
    `Authorization: Bearer ${token}`,
  ]) {
    const [first, second] = [await ask(path, headers), await ask(path, headers)];
    expect([isKept(first), isKept(second)]).toEqual([false, false]);
    expect(first).toMatch(/^cache-control: private/im);
  }
});

/** What only its owner's page says. */
const OWN = 'You still need';

async function read(cookie = ''): Promise<{ html: string; kept: boolean; status: number }> {
  const headers = { accept: 'text/html', ...(cookie ? { cookie } : {}) };
  const response = await fetch(`${site.url}/u/owner-of-profile`, { headers });
  const kept = !response.headers.has('x-request-id');
  return { html: await response.text(), kept, status: response.status };
}
const withScripts = ({ cookie }: ApiClient) => `${cookie}; scripts=on`;

/** Without the head, where copies for requests with a session lead browsers without scripts to their own page. */
const said = (html: string) => /<main.*<\/main>/s.exec(html)![0];

test('a profile that its owner, a moderator or another reader has read first is the same for everyone', async () => {
  const { poster, moderator } = people;
  for (const [turn, who] of [owner, moderator, poster].entries()) {
    const comment = await poster.post(slug, `Before turn ${turn}.`);
    await owner.post(slug, `At turn ${turn}, after ${comment.id}.`);
    const first = await read(withScripts(who));
    expect(first.html).not.toContain(OWN);
    for (const cookie of ['', withScripts(owner), withScripts(moderator), withScripts(poster)]) {
      const { html } = await read(cookie);
      expect(said(html)).toBe(said((await read()).html));
      expect(html).toContain(`At turn ${turn}, after`);
      expect(html).not.toContain(OWN);
    }
    // Twice, because each minute has a new cache key.
    expect((await read()).kept || (await read()).kept).toBe(true);
  }
});

test('a browser without scripts gets its reader’s page, which nobody else gets', async () => {
  expect((await read(owner.cookie)).html).toContain(OWN);
  expect((await read(people.poster.cookie)).html).not.toContain(OWN);
  expect((await read()).html).not.toContain(OWN);
});

test('a change of the profile is on the next page', async () => {
  const { id } = await owner.post(slug, 'To be withdrawn.');
  expect((await read()).html).toContain('To be withdrawn.');
  await owner.request('DELETE', `/comments/${id}`);
  expect((await read()).html).not.toContain('To be withdrawn.');
  await site.sql(`UPDATE users SET erase_at = now() + interval '7 days' WHERE username = 'owner-of-profile'`);
  expect((await read()).status).toBe(404);
  await site.sql(`UPDATE users SET erase_at = NULL WHERE username = 'owner-of-profile'`);
  expect((await read()).status).toBe(200);
});
