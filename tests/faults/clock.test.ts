import { beforeAll, describe, expect, test } from 'vitest';
import { ThreadSync } from '#lib/discussion/thread/thread-sync.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import { threadPage } from '#lib/discussion/reading/list-comments.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import { enter } from '../support/cast.ts';
import { freshDatabase } from '../support/database.ts';
import { publish } from '../support/verdict.ts';
import { report } from './report.ts';

await freshDatabase({ limits: 'off' });

/** Hours by which the clock is wrong at each comment: behind, far behind, ahead, and right again. */
const MOVES = [0, -1, -24 * 365, 24 * 365, 0];

describe('a clock that jumps', () => {
  let slug: string;
  beforeAll(async () => {
    const ada = await enter('ada');
    ({ slug } = await publish('On clocks'));
    const start = Date.now();
    for (const [at, hours] of MOVES.entries())
      await postComment(
        slug,
        { body: `Comment ${at}`, anchor: null },
        { actor: ada, now: new Date(start + hours * 3_600_000) },
      );
  });

  test('neither reorders a thread nor hides a change, because both go by seq', async () => {
    const written = MOVES.map((_, at) => `Comment ${at}`);
    const verdict = await findVerdictHead(slug);
    const context = { actor: null, now: new Date(0) };
    const page = await threadPage(verdict, { sort: 'oldest', limit: 50 }, context);
    expect(page.items.map(({ body }) => body)).toEqual(written);
    const applied: (string | null)[] = [];
    const sync = new ThreadSync(
      { seq: 0, tally: 0 },
      {
        changesSince: (since, tally) => listChanges(slug, { since, tally }, context),
        apply: (comments) => applied.push(...comments.map(({ body }) => body)),
        tallied: () => {},
        reset: () => {},
      },
    );
    await sync.resync();
    expect(applied).toEqual(written);
    report(
      'clock moved an hour and a year, back and ahead',
      `${applied.length} comments in the order of writing`,
      'nothing',
    );
  });
});
