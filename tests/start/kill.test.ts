import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { CommentView } from '#lib/live/events.ts';
import { ApiClient, topLevelComments } from '../support/api-client.ts';
import { publishTitled } from '../support/publish.ts';
import { startSite, usedDataDir, type Site } from '../support/site.ts';

const WRITERS = 6;
/** Comments that are saved before the kill, which interrupts the request of each writer. */
const SAVED_BEFORE_KILL = 120;

interface Write {
  nonce: string;
  body: string;
}

it.each(['site', 'site and database'] as const)(
  'kill -9 of the %s under write load loses no accepted comment and duplicates none',
  { timeout: 120_000 },
  async (what) => {
    const dataDir = await usedDataDir();
    const first = await startSite({ dataDir });
    const slug = await publishTitled(first, 'On kill signals');
    const writers = await Promise.all(
      Array.from({ length: WRITERS }, (_, i) => ApiClient.signUp(first.url, `writer-${i}`)),
    );
    const { saved, interrupted } = await writeUntilKilled({ site: first, slug, writers, what });
    expect(interrupted.length).toBeGreaterThan(0);

    const second = await startSite({ dataDir, port: first.port });
    const kept = await topLevelComments(second.url, slug);
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining([...saved]));
    // A client repeats an interrupted request. If the first one was saved, the nonce makes it the same comment.
    for (const { writer, write } of interrupted)
      expect([200, 201]).toContain((await send(writer, slug, write)).status);
    const bodies = (await topLevelComments(second.url, slug)).map(({ body }) => body);
    expect(new Set(bodies).size).toBe(bodies.length);
    expect(bodies.length).toBe(saved.size + interrupted.length);
    console.log(
      `${what} killed: ${saved.size} accepted, ${interrupted.length} interrupted, ${kept.length} kept`,
    );
    await second.stop();
    await rm(dataDir, { recursive: true });
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
      const write = { nonce: randomUUID(), body: `Comment ${count} by ${writer.name}` };
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
