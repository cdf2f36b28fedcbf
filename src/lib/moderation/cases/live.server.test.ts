import { createServer, type Server as HttpServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSession } from '#lib/accounts/session.server.ts';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import type { CaseChanged, ClientEvents, ServerEvents } from '#lib/live/events.ts';
import { accountsWithOpenPages } from '#lib/live/open-pages.server.ts';
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

await freshDatabase({ limits: 'off' });

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
async function connect(actor: Actor | null): Promise<{ client: Client; received: [string, unknown][] }> {
  const jar = new CookieJar();
  if (actor) await openSession(jar, actor.id);
  const { port } = http.address() as AddressInfo;
  const client: Client = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    extraHeaders: { cookie: jar.header },
    reconnection: false,
  });
  open.push(client);
  const received: [string, unknown][] = [];
  client.onAny((name: string, news: unknown) => received.push([name, news]));
  await new Promise((done) => client.once('connect', () => done(null)));
  return { client, received };
}
const cases = (received: [string, unknown][]) =>
  received.filter(([name]) => name === 'case:changed').map(([, news]) => news as CaseChanged);
let said = 0;
const report = () =>
  reportedComment(slug, { author: ada!, reporter: linus!, body: `Fools, no. ${++said}.`, now });

describe('live messages about cases', () => {
  test('go to moderators only, immediately', async () => {
    const [moderator, reader, author, stranger] = await Promise.all([mary!, grace!, ada!, null].map(connect));
    await Promise.all(
      [moderator, reader, author, stranger].map((each) =>
        each!.client.emitWithAck('verdict:watch', { verdict: slug }),
      ),
    );
    const { caseId } = await report();
    await vi.waitFor(
      () =>
        expect(cases(moderator!.received)).toMatchObject([
          { case: caseId, what: 'opened', item: { reportCount: 1 } },
        ]),
      PATIENCE,
    );
    await leaseCase(caseId, {}, { actor: mary!, now });
    await decideOn(caseId, {}, { actor: mary!, now });
    await vi.waitFor(
      () =>
        expect(cases(moderator!.received).slice(1)).toMatchObject([
          { what: 'leased', by: 'mary', item: { leaseHolder: 'mary' } },
          { what: 'decided', by: 'mary', item: null },
        ]),
      PATIENCE,
    );
    // All clients have received the tombstone, so earlier messages have arrived too.
    for (const { received } of [reader!, author!, stranger!]) {
      await vi.waitFor(() => expect(JSON.stringify(received)).toContain('"removed"'), PATIENCE);
      expect(cases(received)).toEqual([]);
    }
  });

  test('the author’s pages get the new count of notices, and no one else’s', async () => {
    const [author, other] = await Promise.all([ada!, mary!].map(connect));
    // Whether a moderator is away goes by this.
    expect(await accountsWithOpenPages([ada!, grace!, mary!].map(({ id }) => id))).toEqual(
      new Set([ada!.id, mary!.id]),
    );
    const { caseId } = await report();
    await decideOn(caseId, {}, { actor: linus!, now });
    await vi.waitFor(
      () => expect(author!.received.filter(([name]) => name === 'notices:changed')).not.toEqual([]),
      PATIENCE,
    );
    await vi.waitFor(
      () => expect(cases(other!.received).at(-1)).toMatchObject({ what: 'decided' }),
      PATIENCE,
    );
    expect(other!.received.filter(([name]) => name === 'notices:changed')).toEqual([]);
    expect(cases(author!.received)).toEqual([]);
  });

  test('losing the role disconnects a moderator, who reconnects without it', async () => {
    const before = await connect(mary!);
    await setPersonRole({ username: 'mary', role: 'reader' }, { actor: linus! });
    await vi.waitFor(() => expect(before.client.connected).toBe(false), PATIENCE);
    const [after, control] = [await connect(mary!), await connect(linus!)];
    const { caseId } = await report();
    await vi.waitFor(() => expect(cases(control.received)).toMatchObject([{ case: caseId }]), PATIENCE);
    expect(cases(after.received)).toEqual([]);
    await setPersonRole({ username: 'mary', role: 'moderator' }, { actor: linus! });
  });

  test('a restriction disconnects the account, which is no longer shown as typing', async () => {
    const writing = (received: [string, unknown][]) =>
      received
        .filter(([name]) => name === 'verdict:presence')
        .map(([, news]) => (news as { typing: number }).typing);
    const watcher = await connect(grace!);
    await watcher.client.emitWithAck('verdict:watch', { verdict: slug });
    const { client } = await connect(ada!);
    await client.emitWithAck('verdict:watch', { verdict: slug });
    client.emit('comment:typing', { verdict: slug });
    await vi.waitFor(() => expect(writing(watcher.received)).toContain(1), PATIENCE);
    const { caseId } = await report();
    await decideOn(caseId, { kind: 'restrict', scope: 'comment', term: 'day' }, { actor: mary!, now });
    await vi.waitFor(() => expect(client.connected).toBe(false), PATIENCE);
    const back = await connect(ada!);
    await back.client.emitWithAck('verdict:watch', { verdict: slug });
    // Typing times out. Then the restricted account tries again, and after it one that can comment.
    await vi.waitFor(() => expect(writing(watcher.received).at(-1)).toBe(0), { timeout: 15_000 });
    const seen = writing(watcher.received).length;
    back.client.emit('comment:typing', { verdict: slug });
    await back.client.emitWithAck('verdict:unwatch', { verdict: slug });
    await vi.waitFor(() => expect(writing(watcher.received).length).toBeGreaterThan(seen), PATIENCE);
    expect(writing(watcher.received).slice(seen)).not.toContain(1);
    await db().restriction.deleteMany({});
  });
});
