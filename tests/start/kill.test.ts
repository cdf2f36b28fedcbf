import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommentView } from '#lib/live/events.ts';
import { ApiClient, topLevelComments } from '../support/api-client.ts';
import { publishTitled } from '../support/publish.ts';
import { databaseProcess, startSite, usedDataDir, type Site } from '../support/site.ts';

const WRITERS = 4;
/** Comments that are saved before the kill, which interrupts the request of each writer. */
const SAVED_BEFORE_KILL = 60;

interface Write {
  nonce: string;
  body: string;
}

let dataDir: string;
let site: Site;
let slug: string;
let writers: ApiClient[];
/** What has been accepted so far. */
const accepted = new Set<string>();

beforeAll(async () => {
  dataDir = await usedDataDir({ SAMPLE_DATA: 'off' });
  site = await startSite({ dataDir, env: { SAMPLE_DATA: 'off' } });
  slug = await publishTitled(site, 'On kill signals');
  writers = await Promise.all(
    Array.from({ length: WRITERS }, (_, i) => ApiClient.signUp(site.url, `writer-${i}`)),
  );
});
afterAll(async () => {
  await site?.stop();
  await rm(dataDir, { recursive: true });
});

// The second kill ends the site that has started after the first.
it.each(['site', 'site and database'] as const)(
  'after kill -9 of the %s under write load the site starts; no accepted comment is lost, none is duplicated',
  { timeout: 300_000 },
  async (what) => {
    const database = databaseProcess(dataDir);
    const { saved, interrupted } = await writeUntilKilled({ site, slug, writers, what });
    expect(interrupted.length).toBeGreaterThan(0);
    for (const id of saved) accepted.add(id);

    site = await startSite({ dataDir, port: site.port, env: { SAMPLE_DATA: 'off' } });
    expect(databaseProcess(dataDir) === database).toBe(what === 'site');
    const kept = await topLevelComments(site.url, slug);
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining([...accepted]));
    // A client repeats an interrupted request. If the first one was saved, the nonce makes it the same comment.
    for (const { writer, write } of interrupted) {
      const { status, body } = await send(writer, slug, write);
      expect([200, 201]).toContain(status);
      accepted.add(body.id);
    }
    const comments = await topLevelComments(site.url, slug);
    expect(new Set(comments.map(({ body }) => body)).size).toBe(comments.length);
    expect(comments.map(({ id }) => id).sort()).toEqual([...accepted].sort());
    console.log(
      `${what} killed: ${saved.size} accepted, ${interrupted.length} interrupted, ${kept.length} kept`,
    );
  },
);

interface LoadUntilKilled {
  site: Site;
  slug: string;
  writers: ApiClient[];
  what: 'site' | 'site and database';
}

async function writeUntilKilled({ site, slug, writers, what }: LoadUntilKilled) {
  const saved = new Set<string>();
  const interrupted: { writer: ApiClient; write: Write }[] = [];
  let killed: Promise<void> | undefined;
  const writeOn = async (writer: ApiClient): Promise<void> => {
    for (let count = 0; ; count++) {
      const write = {
        nonce: randomUUID(),
        body: `Comment ${count} by ${writer.name} until the end of the ${what}`,
      };
      const response = await send(writer, slug, write).catch(() => null);
      if (response === null) return void interrupted.push({ writer, write });
      expect(response.status).toBe(201);
      saved.add(response.body.id);
      if (saved.size >= SAVED_BEFORE_KILL) killed ??= site.kill(what);
    }
  };
  await Promise.all(writers.map(writeOn));
  await killed;
  return { saved, interrupted };
}

const send = (writer: ApiClient, slug: string, write: Write) =>
  writer.call<CommentView>('POST', `/verdicts/${slug}/comments`, write);
