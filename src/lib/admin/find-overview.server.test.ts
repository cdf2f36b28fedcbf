import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { sendFeedback } from '#lib/feedback/send-feedback.server.ts';
import { createDraft } from '#lib/verdicts/drafts/create-draft.server.ts';
import { loadSamples } from '#lib/verdicts/publish/load-samples.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { reportedComment } from '../../../tests/support/moderation.ts';
import { queriesOf } from '../../../tests/support/queries.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { findOverview } from './find-overview.server.ts';

await freshDatabase({ limits: 'off' });

const NOW = new Date('2026-11-28T09:00:00Z');
let linus: Actor;
let ada: Actor;
let grace: Actor;
beforeAll(async () => {
  linus = await enter('linus', 'admin');
  ada = await enter('ada');
  grace = await enter('grace');
});

const counts = async () =>
  Object.fromEntries(
    (await findOverview({ actor: linus, now: new Date() })).pending.map(({ what, count }) => [what, count]),
  );
const done = async () =>
  (await findOverview({ actor: linus, now: new Date() })).steps
    .filter(({ done }) => done)
    .map(({ title }) => title);

describe('the admin’s first page', () => {
  test('is for admins', async () => {
    await expect(findOverview({ actor: null, now: new Date() })).rejects.toMatchObject({
      code: 'sign-in-first',
    });
    await expect(findOverview({ actor: ada, now: new Date() })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('of a new site says that there is nothing to do yet, and lists the first steps; samples are not its own verdicts', async () => {
    await loadSamples();
    expect(new Set(Object.values(await counts()))).toEqual(new Set([0]));
    expect(await done()).toEqual([]);
    const { status } = await findOverview({ actor: linus, now: new Date() });
    // These tests run without rate limits.
    expect(status.filter(({ state }) => state === 'attention')).toMatchObject([
      { subject: 'Switches', text: expect.stringContaining('Rate limits are off') },
    ]);
    expect(status.find(({ subject }) => subject === 'Database')!.text).toMatch(
      /^Answers in .* every migration/,
    );
  });

  test('counts pending work, and ticks off what is done', async () => {
    const { slug } = await publish();
    await enter('mary', 'moderator');
    await reportedComment(slug, { author: ada, reporter: linus, body: 'You are all wrong.', now: NOW });
    await createDraft({ source: 'A draft.', fileName: null }, { actor: linus, now: NOW });
    await sendFeedback({ kind: 'idea', message: 'Fewer words.' }, null, '192.0.2.1');
    expect(await counts()).toMatchObject({ 'Reported comments': 1, 'Unread feedback': 1, Drafts: 1 });
    expect(await done()).toEqual(['Publish a verdict of your own', 'Make a moderator']);
  });

  test('says how The Cope Report is sent', async () => {
    const { status } = await findOverview({ actor: linus, now: new Date() });
    expect(status.find(({ subject }) => subject === 'The Cope Report')).toMatchObject({
      text: '0 subscribers; issues are sent manually.',
      state: 'off',
      href: '/admin/report',
    });
  });

  test('takes a handful of queries, however much there is', async () => {
    for (let i = 0; i < 5; i++) {
      const { slug } = await publish(`Verdict ${i}`);
      await reportedComment(slug, { author: grace, reporter: linus, body: `Wrong, ${i} times.`, now: NOW });
      await createDraft({ source: `Draft ${i}`, fileName: null }, { actor: linus, now: NOW });
    }
    const { queries } = await queriesOf(() => findOverview({ actor: linus, now: new Date() }));
    expect(queries.length).toBeLessThanOrEqual(MAX_QUERIES);
  });
});

/**
 * The queue, accounts, verdicts, feedback, challenges, authors, email, subscribers, the report's issue, migrations, and the
 * switches where they aren't in memory.
 */
const MAX_QUERIES = 11;
