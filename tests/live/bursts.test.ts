// Forty new accounts vote on one claim: what they, a watcher and a moderator see.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { openSession } from '#lib/accounts/session.server.ts';
import { db } from '#lib/db/client.server.ts';
import type { Burst, ClaimTally, ClientEvents, ServerEvents, Watched } from '#lib/live/events.ts';
import type { Role } from '#lib/actor.ts';
import * as shapes from '../../src/routes/api/shapes.ts';
import { enter } from '../support/cast.ts';
import { CookieJar } from '../support/cookie-jar.ts';
import { freshDatabase } from '../support/database.ts';
import { startSite, type Site } from '../support/site.ts';
import { publish } from '../support/verdict.ts';

const url = await freshDatabase();

let site: Site;
let mary: Person;
let slug: string;
let claim: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  const verdict = await publish('On crowds');
  ({ slug } = verdict);
  claim = verdict.claims[0]!.id;
  const env = { DATABASE_URL: url, LIVE_ADAPTER: 'memory', SAMPLE_DATA: 'off', RATE_LIMITS: 'on' };
  site = await startSite({ env });
  mary = await arrive('mary', 'moderator');
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await site?.stop();
});

interface Person {
  cookie: string;
  fetch: (method: string, path: string, body?: unknown) => Promise<Response>;
}

/** A new account, made without the limit on sign-ups: a real crowd has many networks. */
async function arrive(name: string, role: Role = 'reader'): Promise<Person> {
  const actor = await enter(name, role);
  const jar = new CookieJar();
  await openSession(jar, actor.id);
  const cookie = `session=${jar.get('session')}`;
  return {
    cookie,
    fetch: (method, path, body) =>
      fetch(site.url + path, {
        method,
        headers: { cookie, origin: site.url, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

function connect(cookie?: string): Socket<ServerEvents, ClientEvents> {
  const socket: Socket<ServerEvents, ClientEvents> = io(site.url, {
    transports: ['websocket'],
    forceNew: true,
    ...(cookie ? { extraHeaders: { cookie } } : {}),
  });
  sockets.push(socket);
  return socket;
}

test('twenty votes of a burst count at once, the others after the hold', async () => {
  const bursts: Burst[][] = [];
  const tallies: ClaimTally[] = [];
  const watcher = connect();
  watcher.on('verdict:tallied', ({ claims }) => tallies.push(...claims));
  const watched = new Promise<Watched>((resolve) =>
    watcher.on('connect', () => watcher.emit('verdict:watch', { verdict: slug }, resolve)),
  );
  const desk = connect(mary.cookie);
  desk.on('bursts:changed', (message) => bursts.push(message.bursts));
  await Promise.all([watched, new Promise<void>((done) => desk.on('connect', done))]);

  const crowd = await Promise.all(Array.from({ length: 40 }, (_, i) => arrive(`voter-${i}`)));
  const before = Date.now();
  const responses = await Promise.all(
    crowd.map((person) => person.fetch('PUT', `/api/v1/claims/${claim}/vote`, { stance: 'agree' })),
  );
  const voted = await Promise.all(
    responses.map(async (response) => shapes.voted.parse(await response.json())),
  );
  const held = voted.filter(({ countsAt }) => countsAt !== undefined);
  expect(held).toHaveLength(20);
  const wait = Date.parse(held[0]!.countsAt!) - before;
  expect(wait).toBeGreaterThanOrEqual(10 * 60_000);
  expect(Math.max(...voted.map(({ agree }) => agree))).toBe(20);
  await expect.poll(() => tallies.at(-1)).toMatchObject({ id: claim, agree: 20 });

  // The voter's page shows when the vote counts; an anonymous reader's page doesn't.
  const owner = crowd[voted.indexOf(held[0]!)]!;
  const page = await (await owner.fetch('GET', `/v/${slug}`)).text();
  expect(page).toMatch(/Your vote counts from <time[^>]*>\d\d:\d\d UTC/);
  expect(await (await fetch(`${site.url}/v/${slug}`)).text()).not.toContain('Your vote counts from');
  const verdict = shapes.verdict.parse(await (await owner.fetch('GET', `/api/v1/verdicts/${slug}`)).json());
  expect(verdict.claims[0]).toMatchObject({ agree: 20, mine: 'agree', countsAt: held[0]!.countsAt });

  // Moderators see it live and on their page.
  await expect.poll(() => bursts.at(-1)).toMatchObject([{ kind: 'claim', id: claim, waiting: 20 }]);
  expect(await (await mary.fetch('GET', '/moderation')).text()).toContain('20 votes on hold');

  // Ten minutes later the site's sweep counts the votes.
  await db().vote.updateMany({ where: { countsAt: { not: null } }, data: { countsAt: new Date() } });
  await expect.poll(() => tallies.at(-1), { timeout: 60_000 }).toMatchObject({ id: claim, agree: 40 });
  await expect.poll(() => bursts.at(-1)).toEqual([]);
  const anonymous = await (await fetch(`${site.url}/v/${slug}`)).text();
  expect(anonymous).toMatch(/<em[^>]*>40<\/em>/);
  const later = await (await owner.fetch('GET', `/v/${slug}`)).text();
  expect(later).not.toContain('Your vote counts from');
}, 60_000);
