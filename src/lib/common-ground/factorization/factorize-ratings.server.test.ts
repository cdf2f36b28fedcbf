import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { factorizationQueue, factorizeRatings, nightsDue } from './factorize-ratings.server.ts';
import { isHelpfulAcross } from './factorize.ts';

await freshDatabase();

const [NIGHT, EVENING] = [new Date('2026-06-02T03:00:00Z'), new Date('2026-06-01T20:00:00Z')];

/** Ten comments that one camp of ten readers likes, ten that the other likes, one that both like, one that neither does. */
beforeAll(async () => {
  const { id: verdictId } = await publish('On factors');
  await db().$executeRaw`
    INSERT INTO users (id, username, skeleton, password_hash)
    SELECT ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'reader-' || i, 'reader-' || i, ''
    FROM generate_series(0, 20) AS i`;
  await db().$executeRaw`
    INSERT INTO comments (id, verdict_id, author_id, depth, path, body, html, renderer, seq)
    SELECT ('00000000-0000-4000-9000-' || lpad(i::text, 12, '0'))::uuid, ${verdictId}::uuid,
      '00000000-0000-4000-8000-000000000020', 0, lpad(i::text, 8, '0'), 'No. ' || i, '', 1, i
    FROM generate_series(1, 22) AS i`;
  await db().$executeRaw`
    INSERT INTO ratings (comment_id, user_id, helpful, created_at)
    SELECT c.id, u.id, CASE WHEN c.seq <= 10 THEN u.username < 'reader-18' WHEN c.seq <= 20 THEN u.username >= 'reader-18'
      ELSE c.seq = 21 END, ${EVENING}
    FROM comments c, users u WHERE u.username <> 'reader-20'`;
});

const results = async () =>
  (await db().commentFactors.findMany({ include: { comment: true } })).map(
    ({ comment, groundIntercept, groundFactor, computedAt }) => ({
      seq: comment.seq,
      across: isHelpfulAcross({ intercept: groundIntercept, factor: groundFactor }),
      computedAt,
    }),
  );

test('a night is due once, if there were ratings before it, and one process computes it', async () => {
  expect(await nightsDue(new Date('2026-06-01T19:00:00Z'))).toEqual([]);
  const due = await nightsDue(new Date('2026-06-02T03:00:01Z'));
  expect(due).toEqual([{ id: NIGHT.toISOString() }]);
  expect(await factorizationQueue.attempt([{ ...due[0]!, last: false }])).toEqual([
    { ...due[0]!, done: true },
  ]);
  const { computedAt } = (await results())[0]!;
  expect(await nightsDue(computedAt)).toEqual([]);
  await factorizationQueue.attempt([{ ...due[0]!, last: false }]);
  expect((await results())[0]).toMatchObject({ computedAt });
});

test('the result is stored for each comment with enough ratings, and replaces the earlier one', async () => {
  const now = new Date('2026-06-05T03:00:00Z');
  await db().comment.updateMany({
    where: { seq: 3 },
    data: { status: 'removed', moderatedStatus: 'removed' },
  });
  await db().rating.updateMany({ where: { comment: { seq: 4 } }, data: { countsAt: now } });
  expect(await factorizeRatings(now)).toMatchObject({ comments: 20, raters: 20, ratings: 400 });
  const stored = await results();
  expect(stored.filter(({ across }) => across)).toEqual([{ seq: 21, across: true, computedAt: now }]);
  expect(stored.map(({ seq }) => seq)).not.toContain(3);
  expect(stored.map(({ seq }) => seq)).not.toContain(4);
});
