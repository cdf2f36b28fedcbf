import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { createAtBeehiiv, issuesGoElsewhere } from './beehiiv.server.ts';
import { emailHash } from './email-hash.server.ts';
import { forwardSubscribers } from './forward-subscribers.server.ts';

/** A stub of beehiiv: returns the response that the test sets, and records requests. */
let answers: (number | 'drop' | 'silence')[] = [];
let asked: {
  method?: string | undefined;
  url?: string | undefined;
  key?: string | undefined;
  body: unknown;
}[] = [];
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, headers } = request;
  asked.push({ method, url, key: headers.authorization, body: JSON.parse(await text(request)) });
  const next = answers.shift() ?? 201;
  if (next === 'silence') return;
  if (next === 'drop') return void response.destroy();
  response.writeHead(next, next === 302 ? { location: 'http://127.0.0.1:1/elsewhere' } : {});
  response.end(JSON.stringify({ data: { email: 'echo@example.org' } }));
}
const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

process.env['BEEHIIV_API_KEY'] = 'secret-key';
process.env['BEEHIIV_PUBLICATION'] = 'pub_1';
process.env['BEEHIIV_API_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
await freshDatabase();

beforeEach(async () => {
  await db().subscriber.deleteMany();
  [answers, asked] = [[], []];
});

async function subscriber(email: string, state: 'confirmed' | 'unsubscribed' = 'confirmed'): Promise<string> {
  const at = state === 'confirmed' ? { email, confirmedAt: new Date() } : { endedAt: new Date() };
  const { id } = await db().subscriber.create({ data: { ...at, state, emailHash: await emailHash(email) } });
  return id;
}
const attempt = (...ids: string[]) => forwardSubscribers(ids.map((id) => ({ id, last: false })));
const row = (id: string) => db().subscriber.findUniqueOrThrow({ where: { id } });

describe('a confirmed subscriber', () => {
  it('is created at beehiiv, once', async () => {
    const id = await subscriber('ada@example.org');
    expect(issuesGoElsewhere()).toBe(true);
    expect(await attempt(id)).toEqual([{ id, done: true }]);
    expect(asked).toEqual([
      {
        method: 'POST',
        url: '/v2/publications/pub_1/subscriptions',
        key: 'Bearer secret-key',
        body: { email: 'ada@example.org', reactivate_existing: true, send_welcome_email: false },
      },
    ]);
    expect((await row(id)).forwardedAt).not.toBeNull();
    expect(await attempt(id)).toEqual([{ id, done: true }]);
    expect(asked).toHaveLength(1);
  });

  it.each([429, 500, 503, 400, 302, 'drop'] as const)(
    'is tried again after %s, and not lost',
    async (fault) => {
      const id = await subscriber('ada@example.org');
      answers = [fault];
      const [failed] = await attempt(id);
      expect(failed).toMatchObject({ id, done: false });
      const { forwardedAt, forwardError } = await row(id);
      expect(forwardedAt).toBeNull();
      expect(forwardError).toMatch(
        typeof fault === 'number' && fault !== 302 ? `beehiiv answered ${fault}` : /fetch failed/,
      );
      expect(forwardError).not.toMatch(/secret-key|@/);
      expect(await attempt(id)).toEqual([{ id, done: true }]);
      expect(await row(id)).toMatchObject({ forwardedAt: expect.any(Date), forwardError: null });
    },
  );

  it('is tried again where beehiiv doesn’t answer', async () => {
    answers = ['silence'];
    await expect(createAtBeehiiv('ada@example.org', 50)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('does not wait for another whose attempt failed', async () => {
    const [ada, grace] = [await subscriber('ada@example.org'), await subscriber('grace@example.org')];
    answers = [500];
    const outcomes = await attempt(ada, grace);
    expect(outcomes.map(({ done }) => done).sort()).toEqual([false, true]);
  });
});

it('a subscriber who has unsubscribed since is not created', async () => {
  const id = await subscriber('ada@example.org', 'unsubscribed');
  expect(await attempt(id)).toEqual([{ id, done: true }]);
  expect(asked).toEqual([]);
});
