import '../../../../tests/support/no-limits.ts';
import { createServer, type Server as HttpServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSession } from '#lib/accounts/session.server.ts';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import type { CaseChanged, ClientEvents, ServerEvents } from '#lib/live/events.ts';
import { startLive } from '#lib/live/start-live.server.ts';
import { processState } from '#lib/process-state.ts';
import { mayAct } from '#lib/standing/find-standing.server.ts';
import { findVerdictHeads } from '#lib/verdicts/find-verdict.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { CookieJar } from '../../../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { decideOn, reportedComment } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { leaseCase } from './lease-case.server.ts';
import { setPersonRole } from '#lib/moderation/restrictions/set-person-role.server.ts';
import { PATIENCE } from '../../../../tests/support/patience.ts';

await freshDatabase();

type Client = Socket<ServerEvents, ClientEvents>;

const now = new Date();
let [ada, grace, mary, linus]: Actor[] = [];
let http: HttpServer;
let slug: string;
const open: Client[] = [];

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
  http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  processState<HttpServer>('http').value = http;
  await startLive({
    headsOf: findVerdictHeads,
    mayComment: (userId) => mayAct(userId, 'comment', new Date()),
  });
  ({ slug } = await publish('On being told'));
});
afterEach(() => {
  for (const client of open.splice(0)) client.disconnect();
});
afterAll(() => http.closeAllConnections());

/** A connected client of this person, or of a stranger. Keeps all it hears. */
async function connect(actor: Actor | null): Promise<{ client: Client; heard: [string, unknown][] }> {
  const jar = new CookieJar();
  if (actor) await openSession(jar, actor.id);
  const { port } = http.address() as AddressInfo;
  const client: Client = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    extraHeaders: { cookie: jar.header },
    reconnection: false,
  });
  open.push(client);
  const heard: [string, unknown][] = [];
  client.onAny((name: string, news: unknown) => heard.push([name, news]));
  await new Promise((done) => client.once('connect', () => done(null)));
  return { client, heard };
}
const cases = (heard: [string, unknown][]) =>
  heard.filter(([name]) => name === 'case:changed').map(([, news]) => news as CaseChanged);
let said = 0;
const report = () =>
  reportedComment(slug, { author: ada!, reporter: linus!, body: `Fools, no. ${++said}.`, now });

describe('what happens to cases', () => {
  test('is told to moderators at once, and to nobody else', async () => {
    const [moderator, reader, author, stranger] = await Promise.all([mary!, grace!, ada!, null].map(connect));
    await Promise.all(
      [moderator, reader, author, stranger].map((each) =>
        each!.client.emitWithAck('verdict:watch', { verdict: slug }),
      ),
    );
    const { caseId } = await report();
    await vi.waitFor(
      () =>
        expect(cases(moderator!.heard)).toMatchObject([
          { case: caseId, what: 'opened', item: { reportCount: 1 } },
        ]),
      PATIENCE,
    );
    await leaseCase(caseId, {}, { actor: mary!, now });
    await decideOn(caseId, {}, { actor: mary!, now });
    await vi.waitFor(
      () =>
        expect(cases(moderator!.heard).slice(1)).toMatchObject([
          { what: 'leased', by: 'mary', item: { leaseHolder: 'mary' } },
          { what: 'decided', by: 'mary', item: null },
        ]),
      PATIENCE,
    );
    // Everybody heard of the tombstone, so whatever was to come before it has come.
    for (const { heard } of [reader!, author!, stranger!]) {
      await vi.waitFor(() => expect(JSON.stringify(heard)).toContain('"removed"'), PATIENCE);
      expect(cases(heard)).toEqual([]);
    }
  });

  test('its author’s pages learn that a notice waits, and nobody else’s', async () => {
    const [author, other] = await Promise.all([ada!, mary!].map(connect));
    const { caseId } = await report();
    await decideOn(caseId, {}, { actor: linus!, now });
    await vi.waitFor(
      () => expect(author!.heard.filter(([name]) => name === 'notices:changed')).not.toEqual([]),
      PATIENCE,
    );
    await vi.waitFor(() => expect(cases(other!.heard).at(-1)).toMatchObject({ what: 'decided' }), PATIENCE);
    expect(other!.heard.filter(([name]) => name === 'notices:changed')).toEqual([]);
    expect(cases(author!.heard)).toEqual([]);
  });

  test('who loses the role is cut, and comes back without it', async () => {
    const before = await connect(mary!);
    await setPersonRole({ username: 'mary', role: 'reader' }, { actor: linus! });
    await vi.waitFor(() => expect(before.client.connected).toBe(false), PATIENCE);
    const [after, control] = [await connect(mary!), await connect(linus!)];
    const { caseId } = await report();
    await vi.waitFor(() => expect(cases(control.heard)).toMatchObject([{ case: caseId }]), PATIENCE);
    expect(cases(after.heard)).toEqual([]);
    await setPersonRole({ username: 'mary', role: 'moderator' }, { actor: linus! });
  });

  test('who is restricted is cut, and isn’t shown as writing any more', async () => {
    const writing = (heard: [string, unknown][]) =>
      heard
        .filter(([name]) => name === 'verdict:presence')
        .map(([, news]) => (news as { typing: number }).typing);
    const watcher = await connect(grace!);
    await watcher.client.emitWithAck('verdict:watch', { verdict: slug });
    const { client } = await connect(ada!);
    await client.emitWithAck('verdict:watch', { verdict: slug });
    client.emit('comment:typing', { verdict: slug });
    await vi.waitFor(() => expect(writing(watcher.heard)).toContain(1), PATIENCE);
    const { caseId } = await report();
    await decideOn(caseId, { kind: 'restrict', scope: 'comment', term: 'day' }, { actor: mary!, now });
    await vi.waitFor(() => expect(client.connected).toBe(false), PATIENCE);
    const back = await connect(ada!);
    await back.client.emitWithAck('verdict:watch', { verdict: slug });
    // Typing runs out by itself; then the restricted one tries again, and after it somebody who may.
    await vi.waitFor(() => expect(writing(watcher.heard).at(-1)).toBe(0), { timeout: 15_000 });
    const seen = writing(watcher.heard).length;
    back.client.emit('comment:typing', { verdict: slug });
    await back.client.emitWithAck('verdict:unwatch', { verdict: slug });
    await vi.waitFor(() => expect(writing(watcher.heard).length).toBeGreaterThan(seen), PATIENCE);
    expect(writing(watcher.heard).slice(seen)).not.toContain(1);
    await db().restriction.deleteMany({});
  });
});
