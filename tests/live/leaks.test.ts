import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CommentView } from '#lib/live/events.ts';
import { startSite, type Site } from '../support/site.ts';
import { ApiClient } from '../support/api-client.ts';
import { publishTitled } from '../support/publish.ts';

/**
 * Nothing leaks: each comment below has a unique word in its text and in the text that an edit
 * replaced. Every response and message of the site is searched for these words, as every kind of user.
 */

const ROLES = ['visitor', 'reader', 'author', 'moderator', 'admin'] as const;
type Role = (typeof ROLES)[number];
const STAFF: Role[] = ['moderator', 'admin'];

/** Who may read the text of a comment in which state: the rule, independent of the code. */
const MAY_READ: Record<string, Role[]> = {
  visible: [...ROLES],
  pending: ['author', ...STAFF],
  hidden: ['author', ...STAFF],
  removed: STAFF,
  'removed-with-replies': STAFF,
  withdrawn: [],
  erased: [],
};
/** Authors also read what was removed of their own, in the notice that says so and in their list. */
const mayRead = (role: Role, state: string, address: string) =>
  MAY_READ[state]!.includes(role) ||
  (role === 'author' && state.startsWith('removed') && /^\/(notices|my\/comments)/.test(address));
const STATES = Object.keys(MAY_READ);
const GONE = ['removed', 'removed-with-replies', 'withdrawn', 'erased'];

const slug = 'on-leaks';
/** In each user's draft: only its writer reads it. */
const draftWord = (role: Role) => `zqdraft${role}qz`;
const word = (state: string) => `zq${state.replaceAll('-', '')}qz`;

let site: Site;
const people: Partial<Record<Role, ApiClient>> = {};
const comments: Record<string, CommentView> = {};
const cases: Record<string, string> = {};
/** All socket messages by user since the first decision. */
const received: Record<Role, string[]> = { visitor: [], reader: [], author: [], moderator: [], admin: [] };
const sockets: Socket[] = [];

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  await makePeople();
  await makeComments();
  await keepThings();
  listen();
  await moderate();
}, 120_000);

afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await site?.stop();
});

async function makePeople() {
  const names = { reader: 'grace', author: 'mallory', moderator: 'mary', admin: 'linus' } as const;
  for (const [role, name] of Object.entries(names))
    people[role as Role] = await ApiClient.signUp(site.url, name);
  await site.setRole('mary', 'moderator');
  await site.setRole('linus', 'admin');
  await publishTitled(site, 'On leaks');
}

/** Replies to one comment of the reader, whose inbox so gets a notice of each. */
async function makeComments() {
  const { reader, author, admin } = people;
  await admin!.submit('/admin/words?/add', { text: word('pending'), kind: 'word', action: 'hold' });
  const top = await reader!.post(slug, 'Say what you think.');
  for (const state of STATES) {
    const first = await author!.post(slug, `Before: ${word(state)}.`, top.id);
    const edit = { body: `After: ${word(state)}, **loudly**.`, version: first.version };
    const edited = await author!.call<CommentView>('PATCH', `/comments/${first.id}`, edit);
    comments[state] = edited.status === 200 ? edited.body : first;
    if (state === 'removed-with-replies') await reader!.post(slug, 'I answer.', first.id);
  }
}

/** Everyone bookmarks, rates and begins to answer every comment while they may read it. */
async function keepThings() {
  for (const role of ROLES.filter((each) => each !== 'visitor')) {
    const user = people[role]!;
    for (const { id } of Object.values(comments)) {
      await user.call('PUT', `/comments/${id}/bookmark`, { bookmarked: true });
      await user.call('PUT', `/comments/${id}/rating`, { helpful: true });
      const draft = { body: `Unsent: ${draftWord(role)}.`, updatedAt: new Date().toISOString() };
      await user.call('PUT', `/drafts/${slug}.${id}`, draft);
    }
  }
}

function listen() {
  for (const role of ROLES) {
    const socket = io(site.url, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { cookie: people[role]?.cookie ?? '' },
    });
    socket.onAny((...event: unknown[]) => received[role].push(JSON.stringify(event)));
    sockets.push(socket);
  }
}

async function watching() {
  await Promise.all(
    sockets.map(async (socket) =>
      expect(await socket.emitWithAck('verdict:watch', { verdict: slug })).toMatchObject({ ok: true }),
    ),
  );
}

async function moderate() {
  const { author, moderator, admin } = people;
  await watching();
  for (const state of STATES.filter((each) => each !== 'withdrawn'))
    await moderator!.call('POST', `/comments/${comments[state]!.id}/reports`, { reason: 'spam' });
  // A report publishes the comment with the thread's heat while all may still read it. The test is about what follows.
  await allReceive((message) => message.includes(word('erased')));
  for (const role of ROLES) received[role] = [];
  for (const [state, { id }] of Object.entries(comments)) {
    const rows = await site.sql<{ id: string }>('SELECT id FROM cases WHERE comment_id = $1', [id]);
    if (rows[0]) cases[state] = rows[0].id;
  }
  const decide = (who: ApiClient, state: string, fields: Record<string, string>) =>
    who.submit(`/moderation/cases/${cases[state]}?/decide`, {
      version: String(comments[state]!.version),
      nonce: randomUUID(),
      ...fields,
    });
  await decide(moderator!, 'hidden', { kind: 'hold', reason: 'spam' });
  await decide(moderator!, 'removed', { kind: 'remove', reason: 'spam' });
  await decide(moderator!, 'removed-with-replies', { kind: 'remove', reason: 'spam' });
  await decide(admin!, 'erased', { kind: 'erase', reason: 'private_data' });
  await author!.call('DELETE', `/comments/${comments['withdrawn']!.id}`);
  // Messages are in order, so when this one has arrived, all have.
  await author!.call('PATCH', `/comments/${comments['visible']!.id}`, {
    body: `Last: ${word('visible')}.`,
    version: comments['visible']!.version,
  });
  await allReceive((message) => message.includes('Last:'));
}

const allReceive = (matches: (message: string) => boolean) =>
  vi.waitUntil(() => ROLES.every((role) => received[role].some(matches)), { timeout: 5000 });

async function get(role: Role, path: string): Promise<string> {
  const user = people[role];
  return user ? (await user.get(path)).text : (await fetch(site.url + path)).text();
}

const idOf = (state: string) => comments[state]!.id;

/** One for the whole thread, or one for each comment. */
const WAYS_OUT: Record<string, (state: string) => string> = {
  'the verdict’s page, its markup for search engines included': () => `/v/${slug}`,
  'its data': () => `/v/${slug}/__data.json`,
  'the page at the comment': (state) => `/v/${slug}?comment=${idOf(state)}`,
  'the page with a form open at it': (state) =>
    `/v/${slug}?comment=${idOf(state)}&edit=${idOf(state)}&reply=${idOf(state)}`,
  'its revisions’ page': (state) => `/v/${slug}/history/${idOf(state)}`,
  'its revisions’ data': (state) => `/v/${slug}/history/${idOf(state)}/__data.json`,
  'the page to report it': (state) => `/v/${slug}/report/${idOf(state)}`,
  'the list of comments': () => `/api/v1/verdicts/${slug}/comments?limit=100`,
  'the list, oldest first': () => `/api/v1/verdicts/${slug}/comments?sort=oldest`,
  'changes, as of a resync from the start': () => `/api/v1/verdicts/${slug}/changes?since=0&tally=0`,
  'the comment itself': (state) => `/api/v1/comments/${idOf(state)}`,
  'its history': (state) => `/api/v1/comments/${idOf(state)}/history`,
  'the title of a link to it': (state) => `/api/v1/titles?comments=${idOf(state)}`,
  'its replies': (state) => `/api/v1/comments/${idOf(state)}/replies`,
  'the verdict': () => `/api/v1/verdicts/${slug}`,
  'the verdicts': () => '/api/v1/verdicts',
  'the front page': () => '/',
  'the author’s profile': () => '/u/mallory',
  'the profile’s data': () => '/u/mallory/__data.json',
  'the inbox': () => '/notices',
  'the inbox’s data': () => '/notices/__data.json',
  'the options for it': (state) => `/v/${slug}/options?comment=${idOf(state)}`,
  'its options’ data': (state) => `/v/${slug}/options/__data.json?comment=${idOf(state)}`,
  ...Object.fromEntries(
    ['comments', 'votes', 'ratings', 'bookmarks', 'drafts', 'reports'].flatMap((kind) => [
      [`the reader’s own ${kind}`, () => `/my/${kind}`],
      [`the data of their own ${kind}`, () => `/my/${kind}/__data.json`],
    ]),
  ),
  'the drafts': () => '/api/v1/drafts',
  'the reader’s own state': () => '/api/v1/mine',
  'the public log': () => '/moderation-log',
  'the log’s feed': () => '/moderation-log/feed.xml',
  'the queue': () => '/moderation',
  'the queue’s data': () => '/moderation/__data.json',
  'the case': (state) => `/moderation/cases/${cases[state] ?? randomUUID()}`,
  'the page to moderate it': (state) => `/moderation/comments/${idOf(state)}`,
  'the case’s data': (state) => `/moderation/cases/${cases[state] ?? randomUUID()}/__data.json`,
};

describe.for(ROLES)('to a %s', (role) => {
  test.for(Object.entries(WAYS_OUT))('%s has only text that they may read', async ([, path]) => {
    const bodies = new Map<string, string>();
    const leaks: string[] = [];
    for (const state of STATES) {
      const address = path(state);
      if (!bodies.has(address)) bodies.set(address, await get(role, address));
      for (const searched of STATES)
        if (bodies.get(address)!.includes(word(searched)) && !mayRead(role, searched, address))
          leaks.push(`${address} tells what is ${searched}`);
    }
    for (const other of ROLES.filter((each) => each !== role))
      for (const [address, body] of bodies)
        if (body.includes(draftWord(other))) leaks.push(`${address} tells the draft of a ${other}`);
    expect(leaks).toEqual([]);
  });

  test('the comment’s own address has the text for those who may read it, so this test would see a leak', async () => {
    for (const state of STATES.filter((each) => MAY_READ[each]!.includes(role)))
      expect(await get(role, `/api/v1/comments/${idOf(state)}`), state).toContain(word(state));
    if (role === 'visitor') return;
    expect(await get(role, '/my/bookmarks')).toContain(word('visible'));
    for (const path of ['/my/drafts', '/api/v1/drafts'])
      expect(await get(role, path)).toContain(draftWord(role));
  });

  test('the socket sends no removed or pending text, and no author of it', async () => {
    // Moderators receive cases, with text; all other messages have only what visitors may see.
    const messages = received[role].filter(
      (line) => !STAFF.includes(role) || !line.startsWith('["case:changed"'),
    );
    const all = messages.join('\n');
    for (const state of STATES.filter((each) => each !== 'visible'))
      expect(all, state).not.toContain(word(state));
    if (!STAFF.includes(role)) expect(all).not.toContain('case:changed');
    expect(all).toContain('verdict:changed');
  });
});

test('a removed comment has no author for visitors in any list', async () => {
  const { comments: changed } = JSON.parse(
    await get('visitor', `/api/v1/verdicts/${slug}/changes?since=0&tally=0`),
  ) as { comments: CommentView[] };
  const ids = new Set(GONE.map(idOf));
  const gone = changed.filter(({ id }) => ids.has(id));
  expect(gone.length).toBeGreaterThan(0);
  for (const { author, html, body } of gone) expect([author, html, body]).toEqual([null, null, null]);
});

test('no erased text remains in the database', async () => {
  const rows = await site.sql<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  for (const { name } of rows) {
    const found = await site.sql(`SELECT 1 FROM "${name}" t WHERE t::text LIKE $1`, [`%${word('erased')}%`]);
    expect([name, found.length]).toEqual([name, 0]);
  }
});
