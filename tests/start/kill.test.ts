import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { newDataDir, startSite, type Site } from '../support/site.ts';

const WRITERS = 6;
/** The kill comes while the writers are in full swing: so many answered, and as many of them still waiting. */
const ANSWERED_BEFORE_KILL = 120;

interface Write {
  nonce: string;
  body: string;
}

interface Listed {
  items: { id: string; body: string }[];
  next: string | null;
}

it.each(['site', 'site and database'] as const)(
  'after kill -9 of the %s in the middle of a write load, every comment answered 201 is there, and none twice',
  { timeout: 120_000 },
  async (what) => {
    const dataDir = await newDataDir();
    const first = await startSite({ dataDir });
    const slug = await publish(first);
    const cookies = await Promise.all(
      Array.from({ length: WRITERS }, (_, at) => signUp(first, `writer-${at}`)),
    );
    const { answered, unanswered } = await writeUntilKilled({ site: first, slug, cookies, what });
    expect(unanswered.length).toBeGreaterThan(0);

    const second = await startSite({ dataDir, port: first.port });
    const kept = await allComments(second, slug);
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining([...answered.keys()]));
    // Whoever got no answer sends again; where the first try was saved after all, it is the same comment.
    for (const { write, cookie } of unanswered)
      expect([200, 201]).toContain((await post(second, slug, cookie, write)).status);
    const bodies = (await allComments(second, slug)).map(({ body }) => body);
    expect(new Set(bodies).size).toBe(bodies.length);
    expect(bodies.length).toBe(answered.size + unanswered.length);
    console.log(
      `${what} killed: ${answered.size} answered, ${unanswered.length} without an answer, ${kept.length} kept`,
    );
    await second.stop();
    await rm(dataDir, { recursive: true });
  },
);

interface Load {
  site: Site;
  slug: string;
  cookies: string[];
  what: 'site' | 'site and database';
}

async function writeUntilKilled({ site, slug, cookies, what }: Load) {
  const answered = new Map<string, string>();
  const unanswered: { write: Write; cookie: string }[] = [];
  let killed: Promise<void> | undefined;
  const writer = async (cookie: string, name: number): Promise<void> => {
    for (let count = 0; ; count++) {
      const write = { nonce: randomUUID(), body: `Comment ${count} of writer ${name}` };
      const id = await post(site, slug, cookie, write).then(idOfAnswer, () => null);
      if (id === null) return void unanswered.push({ write, cookie });
      answered.set(id, write.body);
      if (answered.size >= ANSWERED_BEFORE_KILL) killed ??= site.kill(what);
    }
  };
  await Promise.all(cookies.map(writer));
  await killed;
  return { answered, unanswered };
}

async function idOfAnswer(response: Response): Promise<string | null> {
  // The status is the promise; a connection cut in the middle of the body still counts as answered.
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

function post({ url }: Site, slug: string, cookie: string, write: Write): Promise<Response> {
  return fetch(`${url}/api/v1/verdicts/${slug}/comments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify(write),
  });
}

async function signUp({ url }: Site, username: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username, password: 'tulip-harbour-eleven' }),
  });
  expect(response.status).toBe(201);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function publish({ url, cli }: Site): Promise<string> {
  const token = (await cli('token', 'create', 'kill-test')).stdout.trim();
  const text = [
    'arXiv cs.CY · 02 Jun 2026 · made-up/model-1',
    'The lantern clause',
    'TEXT START: "Staged disclosure asks firms to announce automation in steps."',
    'THE DISSECTION',
    'This paper studies the manners of displacement.',
    'Classification: Polite delay.',
  ].join('\n\n');
  const response = await fetch(`${url}/api/v1/verdicts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ text }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { slug: string }).slug;
}

async function allComments({ url }: Site, slug: string): Promise<Listed['items']> {
  const found: Listed['items'] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = (await (
      await fetch(`${url}/api/v1/verdicts/${slug}/comments?sort=oldest&limit=100${query}`)
    ).json()) as Listed;
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
