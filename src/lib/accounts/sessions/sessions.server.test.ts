import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { CookieJar } from '../../../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { queriesOf } from '../../../../tests/support/queries.ts';
import {
  actorOfCookies,
  closeEverySession,
  openSession,
  SESSION_COOKIE,
  sessionOf,
} from '../session.server.ts';
import { endSession } from './end-session.server.ts';
import { listSessions } from './list-sessions.server.ts';
import { LAST_SEEN_INTERVAL, flushLastSeen } from './last-seen.server.ts';

await freshDatabase();

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';
let ada: Actor;
let desk: CookieJar;
let phone: CookieJar;

beforeEach(async () => {
  await db().user.deleteMany();
  ada = await enter('ada');
  [desk, phone] = [new CookieJar(), new CookieJar()];
  await openSession(phone, ada.id, 'something');
  await openSession(desk, ada.id, FIREFOX);
});

const idOf = async (browser: CookieJar) => (await sessionOf(browser))!.sessionId;
const list = async () => (await listSessions(ada, { sessionId: await idOf(desk), now: new Date() })).items;

describe('the list of sessions', () => {
  it('names the device of each, this one first', async () => {
    expect(await list()).toMatchObject([
      { current: true, device: 'Firefox on Windows' },
      { current: false, device: 'Unknown device' },
    ]);
  });

  it('has ids that open nothing', async () => {
    for (const { id } of await list()) {
      desk.set(SESSION_COOKIE, id, {});
      expect(await sessionOf(desk)).toBeNull();
    }
  });

  it('leaves out expired ones and those of others', async () => {
    const grace = await enter('grace');
    await openSession(new CookieJar(), grace.id);
    await db().session.updateMany({ where: { id: await idOf(phone) }, data: { expiresAt: new Date(0) } });
    expect(await list()).toHaveLength(1);
  });
});

describe('ending sessions', () => {
  it('ends the one that is named, and says which it was', async () => {
    const ended = await idOf(phone);
    const [, other] = await list();
    expect(await endSession(ada, other!.id)).toBe(ended);
    expect(await sessionOf(phone)).toBeNull();
    expect(await sessionOf(desk)).not.toBeNull();
    await expect(endSession(ada, other!.id)).rejects.toMatchObject({ code: 'session-not-found' });
  });

  it('never ends another user’s session', async () => {
    const mallory = await enter('mallory');
    const [first] = await list();
    await expect(endSession(mallory, first!.id)).rejects.toMatchObject({ code: 'session-not-found' });
    expect(await sessionOf(desk)).not.toBeNull();
  });

  it('ends all others, and says which those were', async () => {
    const ended = await idOf(phone);
    expect(await closeEverySession(ada.id, { except: await idOf(desk) })).toEqual([ended]);
    expect(await list()).toHaveLength(1);
  });
});

describe('when a session was last seen', () => {
  const seenAt = async () =>
    (await db().session.findUniqueOrThrow({ where: { id: await idOf(desk) } })).lastSeenAt;
  const lastSeen = async (msAgo: number) =>
    db().session.updateMany({ data: { lastSeenAt: new Date(Date.now() - msAgo) } });

  it('is written off the request: the look-up is one query and no write', async () => {
    await lastSeen(2 * LAST_SEEN_INTERVAL);
    const { queries } = await queriesOf(() => sessionOf(desk));
    expect(queries).toHaveLength(1);
    const now = new Date();
    await flushLastSeen(now);
    expect(await seenAt()).toEqual(now);
  });

  it('is written for all sessions seen by one statement, at most every ten minutes', async () => {
    await lastSeen(LAST_SEEN_INTERVAL + 1000);
    for (let n = 0; n < 3; n++) await sessionOf(desk);
    await actorOfCookies(phone.header);
    const { queries } = await queriesOf(() => flushLastSeen(new Date()));
    expect(queries).toHaveLength(1);
    expect(await db().session.count({ where: { lastSeenAt: { lt: new Date(Date.now() - 60_000) } } })).toBe(
      0,
    );
    await lastSeen(LAST_SEEN_INTERVAL - 60_000);
    await sessionOf(desk);
    expect((await queriesOf(() => flushLastSeen(new Date()))).queries).toEqual([]);
  });
});
