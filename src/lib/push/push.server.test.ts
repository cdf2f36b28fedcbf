import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomUUID, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { closeSession, openSession, SESSION_COOKIE } from '#lib/accounts/session.server.ts';
import { hashedSessionId } from '#lib/accounts/session.store.server.ts';
import { db } from '#lib/db/client.server.ts';
import { settings } from '#lib/env.server.ts';
import { CookieJar } from '../../../tests/support/cookie-jar.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { findPush, queuePush, turnPushOff, turnPushOn } from './change-push.server.ts';
import { pushInput } from './push-input.ts';
import { pushKey } from './push-key.server.ts';
import { MAX_SUBSCRIPTIONS, PUSH_LASTS } from './push-message.ts';
import { setPushSource } from './push-source.server.ts';
import { sendPushes } from './send-push.server.ts';

/** A push service that answers with the status of the test, and a browser that it delivers to. */
const received: { path: string; headers: IncomingHttpHeaders; body: Buffer }[] = [];
let status = 201;
const server = createServer((request, response) => {
  void buffer(request).then((body) => {
    received.push({ path: request.url!, headers: request.headers, body });
    response.writeHead(status, status === 307 ? { location: 'http://127.0.0.1:1/' } : {}).end();
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => void server.close());
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
const receiver = createECDH('prime256v1');
receiver.generateKeys();
const secret = Buffer.alloc(16, 7);

await freshDatabase({ limits: 'off' });
Object.assign(settings(), { FETCH_ALLOW: [host] });

const now = new Date('2026-06-22T09:00:00Z');
let ada: Actor;
let grace: Actor;
const payload = {
  title: 'grace replied to you.',
  body: 'Yes — “indeed” 🜁',
  href: '/v/x#c-1',
  tag: 'thread-1',
};
beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
});
beforeEach(async () => {
  await db().pushSubscription.deleteMany();
  [received.length, status] = [0, 201];
  setPushSource('queue', (messages) => Promise.resolve(new Map(messages.map(({ id }) => [id, payload]))));
});

const signIn = async ({ id }: Actor) => {
  const cookies = new CookieJar();
  await openSession(cookies, id);
  return { userId: id, sessionId: hashedSessionId(cookies.get(SESSION_COOKIE)!), cookies };
};
const keys = { p256dh: receiver.getPublicKey('base64url'), auth: secret.toString('base64url') };
const browser = (name: string, own = keys) => ({ endpoint: `http://${host}/${name}`, keys: own });
const queue = (actor: Actor) =>
  queuePush({ userId: actor.id, kind: 'queue', alertId: randomUUID() }, now, db());
const subscriptions = () => db().pushSubscription.findMany({ orderBy: { createdAt: 'asc' } });
/** One attempt at everything that waits. */
const send = async (at = now, last = false) =>
  sendPushes(
    (await db().pushMessage.findMany()).map(({ id }) => ({ id, last })),
    at,
  );

/** RFC 8291, with the browser's keys. */
function decrypted(body: Buffer): unknown {
  const [salt, length] = [body.subarray(0, 16), body[20]!];
  const senderKey = body.subarray(21, 21 + length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), receiver.getPublicKey(), senderKey]);
  const ikm = Buffer.from(hkdfSync('sha256', receiver.computeSecret(senderKey), secret, info, 32));
  const derive = (name: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', ikm, salt, Buffer.from(`Content-Encoding: ${name}\0`), bytes));
  const sealed = body.subarray(21 + length);
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString());
}

test('a notification is encrypted for its browser, signed by this site, and sent once', async () => {
  await turnPushOn(browser('a'), await signIn(ada), now);
  await queue(ada);
  await queue(grace);
  expect(await send()).toMatchObject([{ done: true }]);
  expect(await send()).toEqual([]);
  expect(received).toHaveLength(1);
  const [{ path, headers, body }] = received as [(typeof received)[number]];
  expect({ path, ...headers }).toMatchObject({
    ...{ path: '/a', 'content-encoding': 'aes128gcm', ttl: String(PUSH_LASTS / 1000), urgency: 'high' },
    topic: expect.stringMatching(/^[\w-]{32}$/) as string,
  });
  expect(body.includes('grace')).toBe(false);
  expect(decrypted(body)).toEqual(payload);

  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization!)!;
  expect(key).toBe((await pushKey()).publicKey);
  const [head, claims, signature] = token!.split('.');
  expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toMatchObject({
    ...{ aud: `http://${host}`, sub: 'mailto:noreply@localhost' },
  });
  const point = Buffer.from(key!, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  expect(
    verify('sha256', Buffer.from(`${head}.${claims}`), signed, Buffer.from(signature!, 'base64url')),
  ).toBe(true);
});

describe('a browser', () => {
  test.each([404, 410])('is forgotten when its push service answers %i', async (answer) => {
    await turnPushOn(browser('a'), await signIn(ada), now);
    await queue(ada);
    status = answer;
    expect(await send()).toMatchObject([{ done: true }]);
    expect(await subscriptions()).toEqual([]);
  });

  test('is forgotten when its address leads into a private network, without a request', async () => {
    const session = await signIn(ada);
    await turnPushOn(browser('a'), session, now);
    for (const endpoint of [
      'https://127.0.0.1/x',
      'https://[::1]/x',
      `http://${host.replace('1:', '2:')}/x`,
    ]) {
      await db().pushSubscription.updateMany({ data: { endpoint } });
      await queue(ada);
      await send();
      expect(await subscriptions(), endpoint).toEqual([]);
      await turnPushOn(browser('a'), session, now);
    }
    expect(received).toEqual([]);
  });

  test('is refused with an address that is never fetched, or keys that are none', async () => {
    const session = await signIn(ada);
    for (const endpoint of [
      'http://push.example/x',
      'https://push.example:8080/x',
      'https://a:b@push.example/',
    ])
      await expect(turnPushOn({ endpoint, keys }, session, now)).rejects.toMatchObject({
        code: 'invalid-input',
      });
    for (const wrong of [
      { endpoint: 'javascript:alert(1)', keys },
      { ...browser('a'), keys: { ...keys, auth: 'short' } },
      { ...browser('a'), keys: { ...keys, p256dh: keys.auth } },
    ])
      expect(pushInput.safeParse(wrong).success).toBe(false);
    expect(pushInput.parse({ endpoint: 'https://push.example/\0\ud800', keys }).endpoint).toBe(
      'https://push.example/%00%EF%BF%BD',
    );
    // A point that isn't on the curve.
    const off = { ...keys, p256dh: Buffer.alloc(65, 4).toString('base64url') };
    await turnPushOn(browser('a', off), session, now);
    await queue(ada);
    expect(await send()).toMatchObject([{ done: true }]);
    expect(await subscriptions()).toEqual([]);
  });

  test('ends with its session, belongs to the account that turned it on last, and is one of ten', async () => {
    const session = await signIn(ada);
    await turnPushOn(browser('a'), session, now);
    await turnPushOn(browser('a'), await signIn(grace), now);
    expect(await subscriptions()).toMatchObject([{ userId: grace.id }]);
    await turnPushOn(browser('b'), session, now);
    expect(await findPush(session.sessionId)).toEqual({ key: (await pushKey()).publicKey, on: true });
    await closeSession(session.cookies, session.sessionId);
    expect((await subscriptions()).map(({ userId }) => userId)).toEqual([grace.id]);
    for (let n = 0; n <= MAX_SUBSCRIPTIONS; n++)
      await turnPushOn(browser(`many-${n}`), await signIn(ada), new Date(now.getTime() + n));
    const names = (await subscriptions()).map(({ endpoint }) => endpoint.split('/').at(-1));
    expect(names).toEqual(['a', ...Array.from({ length: MAX_SUBSCRIPTIONS }, (_, n) => `many-${n + 1}`)]);
  });

  test('gets nothing once its session has run out, or it is turned off', async () => {
    const { userId, sessionId } = await signIn(ada);
    await turnPushOn(browser('a'), { userId, sessionId }, now);
    const { expiresAt } = await db().session.findUniqueOrThrow({ where: { id: sessionId } });
    await db().session.update({ where: { id: sessionId }, data: { expiresAt: now } });
    await queue(ada);
    expect(await db().pushMessage.count()).toBe(0);
    await db().session.update({ where: { id: sessionId }, data: { expiresAt } });
    await queue(ada);
    await turnPushOff(sessionId);
    expect(await send()).toEqual([]);
    expect((await findPush(sessionId)).on).toBe(false);
  });
});

describe('a notification', () => {
  beforeEach(async () => {
    await turnPushOn(browser('a'), await signIn(ada), now);
    await queue(ada);
  });

  test.each([429, 500, 503])('is sent again after %i, until the last attempt', async (answer) => {
    status = answer;
    expect(await send()).toMatchObject([{ done: false, reason: `the push service answered ${answer}` }]);
    expect(await send(now, true)).toMatchObject([{ done: true }]);
    expect(await send()).toEqual([]);
    expect(await subscriptions()).toHaveLength(1);
  });

  test.each([307, 400, 413])('is dropped after %i, and no redirect is followed', async (answer) => {
    status = answer;
    expect(await send()).toMatchObject([{ done: true }]);
    expect([received.length, await db().pushMessage.count()]).toEqual([1, 0]);
  });

  test('is dropped after a day, or if there is nothing to show any more', async () => {
    await send(new Date(now.getTime() + PUSH_LASTS));
    setPushSource('queue', () => Promise.resolve(new Map()));
    await queue(ada);
    await send();
    expect([received.length, await db().pushMessage.count()]).toEqual([0, 0]);
  });
});
