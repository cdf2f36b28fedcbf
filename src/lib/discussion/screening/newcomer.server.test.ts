// With the limits on, as on a real site: the daily limit of new accounts is one of them.
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { asStanding } from '#lib/standing/find-standing.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { placeBelow } from '#lib/discussion/posting/placement.ts';
import { writeScreened } from '#lib/discussion/posting/write-screened.server.ts';
import { findDayFull, findSiteRules, screenText } from './screen-text.server.ts';
import { readThreadState } from './screening.store.server.ts';

await freshDatabase();

const morning = new Date('2026-05-22T08:00:00Z');
const later = (hours: number) => new Date(morning.getTime() + hours * 60 * 60 * 1000);
let newcomer: Actor;
let mary: Actor;
let verdictId: string;
let slug: string;

beforeAll(async () => {
  [newcomer, mary] = [await enter('newcomer'), await enter('mary', 'moderator')];
  ({ id: verdictId, slug } = await publish());
});

/** Asks screening, and writes what it lets through: past the limits of pace, which other tests are about. */
async function write(author: Actor, now: Date) {
  const body = randomUUID();
  const thread = (await readThreadState({ slug, path: '' }, { authorId: author.id, body }, now))!;
  const siteRules = await findSiteRules();
  const standing = asStanding(thread.author, siteRules.site, now);
  const dayFullUntil = await findDayFull(author.id, { standing, siteRules }, now);
  const screening = screenText(
    { body, html: `<p>${body}</p>`, standing, siteRules, thread, dayFullUntil },
    now,
  );
  const place = placeBelow(null);
  const text = { body, html: `<p>${body}</p>`, anchor: null, nonce: null, mentions: [] };
  await writeScreened({ verdictId, slug, authorId: author.id, place, ...text, now }, screening);
}

test('a new account can post five comments in 24 hours; the refusal of the sixth says when it can post again', async () => {
  for (let hour = 0; hour < 5; hour++) await write(newcomer, later(hour));
  await expect(write(newcomer, later(5))).rejects.toMatchObject({
    code: 'rate-limited',
    details: { retryAfter: 19 * 60 * 60 },
  });
  await write(newcomer, later(24));
  await expect(write(newcomer, later(24.5))).rejects.toMatchObject({ code: 'rate-limited' });
  for (let hour = 0; hour < 7; hour++) await write(mary, later(hour));
});
