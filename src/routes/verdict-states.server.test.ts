import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { COMMAND_LINE, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { findComment, findHistory } from '#lib/discussion/reading/find-comment.server.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import { commentsByAuthor, countCommentsBy } from '#lib/discussion/reading/list-comments-by-author.server.ts';
import { listComments, listReplies } from '#lib/discussion/reading/list-comments.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { decideCase } from '#lib/moderation/decisions/decide-case.server.ts';
import { findCase } from '#lib/moderation/cases/find-case.server.ts';
import { findReportPage } from '#lib/moderation/reports/find-report-page.server.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import { listNotices } from '#lib/notices/list-notices.server.ts';
import {
  republishVerdict,
  retractVerdict,
  unpublishVerdict,
} from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { findVerdict, findVerdictHeads } from '#lib/verdicts/find-verdict.server.ts';
import { listSources, listState, listVerdicts } from '#lib/verdicts/list/list-verdicts.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../tests/support/cast.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { publish } from '../../tests/support/verdict.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
const asked = { actor: COMMAND_LINE, now };
let ada: Actor, grace: Actor, mary: Actor, linus: Actor;
let slug: string, claim: string;
/** Ada's, and Grace's reply to it. */
let top: string, reply: string;

beforeAll(async () => {
  ada = await enter('ada');
  grace = await enter('grace');
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
});

let made = 0;
beforeEach(async () => {
  const verdict = await publish(`State ${(made += 1)}`);
  slug = verdict.slug;
  claim = verdict.claims[0]!.id;
  const body = (text: string) => `${text} ${made}`;
  ({
    comment: { id: top },
  } = await postComment(slug, { body: body('A point.') }, { actor: ada, now }));
  ({
    comment: { id: reply },
  } = await postComment(slug, { body: body('A reply.'), parentId: top }, { actor: grace, now }));
});

const listing = { sort: 'newest', limit: 100 } as const;
const listed = async (everyState = false) =>
  (await listVerdicts(listing, { everyState })).items.find((item) => item.slug === slug);

/** Everything that reads something of the verdict, by name. */
const reads: Record<string, (actor: Actor | null) => Promise<unknown>> = {
  'the verdict': (actor) => findVerdict(slug, { actor }),
  'its comments': (actor) => listComments(slug, { sort: 'newest', limit: 10 }, { actor, now }),
  'its changes': (actor) => listChanges(slug, { since: 0, tally: 0 }, { actor, now }),
  'a comment': (actor) => findComment(top, { actor, now }),
  'the replies to a comment': (actor) => listReplies(top, { limit: 10 }, { actor, now }),
  'the history of a comment': (actor) => findHistory(top, actor),
  'the form to report a comment': (actor) => findReportPage(top, { actor, now }),
};
/** Everything that adds or changes something. */
const writes: Record<string, (actor: Actor) => Promise<unknown>> = {
  'a comment': (actor) => postComment(slug, { body: 'Another point.' }, { actor, now }),
  'a reply': (actor) => postComment(slug, { body: 'Another reply.', parentId: top }, { actor, now }),
  'a vote': (actor) => castVote(claim, 'agree', { actor, now }),
  'a rating': (actor) => rateComment(reply, true, { actor, now }),
  'an edit of a comment': () => editComment(top, { body: 'Other words.', version: 1 }, { actor: ada, now }),
};

describe('an unpublished verdict', () => {
  beforeEach(() => unpublishVerdict(slug, asked));

  test.each(Object.keys(reads))('is not there for anyone but admins: %s', async (what) => {
    for (const actor of [null, ada, mary])
      await expect(reads[what]!(actor)).rejects.toMatchObject({ status: 404 });
    await expect(reads[what]!(linus)).resolves.toBeDefined();
  });

  test.each(Object.keys(writes))('takes no writes: %s', async (what) => {
    await expect(writes[what]!(ada)).rejects.toMatchObject({ status: 404 });
    if (what !== 'an edit of a comment')
      await expect(writes[what]!(linus)).rejects.toMatchObject({ code: 'verdict-unpublished' });
  });

  test('accepts no reports and no withdrawals', async () => {
    await expect(
      reportComment(top, { reason: 'spam' }, { actor: mary, now, address: '192.0.2.1' }),
    ).rejects.toMatchObject({
      code: 'comment-not-found',
    });
    await expect(withdrawComment(top, { actor: ada, now })).rejects.toMatchObject({
      code: 'comment-not-found',
    });
  });

  test('is in no list, count, inbox or live answer', async () => {
    expect(await listed()).toBeUndefined();
    expect(await listed(true)).toMatchObject({ state: 'unpublished' });
    expect(await findVerdictHeads([slug])).toEqual(new Map());
    const authored = await commentsByAuthor(ada.id);
    expect(authored.items.map(({ verdict }) => verdict.slug)).not.toContain(slug);
    expect(await countCommentsBy(ada.id)).toBe(authored.items.length);
    const { items } = await listNotices({ limit: 50 }, ada);
    expect(items.find(({ comment }) => comment?.id === reply)).toBeUndefined();
  });

  test('keeps its cases with the moderators', async () => {
    await republishVerdict(slug, asked);
    await reportComment(top, { reason: 'spam' }, { actor: linus, now, address: '192.0.2.1' });
    await unpublishVerdict(slug, asked);
    const { id } = await db().case.findFirstOrThrow({ where: { commentId: top } });
    expect((await findCase(id, { actor: mary, now })).comment?.id).toBe(top);
    const what = { kind: 'remove', reason: 'spam', replies: false, where: 'branch' } as const;
    const decision = { ...what, nonce: randomUUID(), version: 1 };
    await decideCase(id, decision, { actor: mary, now });
    expect(await findComment(top, { actor: linus, now })).toMatchObject({ status: 'removed' });
  });

  test('comes back as it was', async () => {
    await republishVerdict(slug, asked);
    expect((await listed())?.comments).toBe(2);
    expect(await findVerdict(slug)).not.toHaveProperty('state');
    await castVote(claim, 'agree', { actor: ada, now });
  });
});

describe('a retracted verdict', () => {
  beforeEach(() => retractVerdict(slug, { note: 'The paper was invented.' }, { actor: linus, now }));

  test('answers with its title and note, to everyone', async () => {
    for (const actor of [null, ada, linus])
      await expect(findVerdict(slug, { actor })).rejects.toMatchObject({
        ...{ code: 'verdict-retracted', status: 410, message: expect.stringContaining('invented') },
        details: {
          state: {
            ...{ slug, title: expect.stringContaining('State'), note: 'The paper was invented.' },
            retractedAt: now.toISOString(),
          },
        },
      });
  });

  test('keeps its comments readable', async () => {
    const { items } = await listComments(slug, { sort: 'newest', limit: 10 }, { actor: null, now });
    expect(items.map(({ id }) => id)).toEqual([top, reply]);
    expect(await findComment(top, { actor: null, now })).toMatchObject({ id: top });
    expect((await listChanges(slug, { since: 0, tally: 0 }, { actor: null, now })).comments).toHaveLength(2);
  });

  test.each(Object.keys(writes))('takes no writes: %s', async (what) => {
    for (const actor of [ada, linus])
      await expect(writes[what]!(actor)).rejects.toMatchObject({ code: 'verdict-retracted' });
  });

  test('takes reports, and authors can withdraw', async () => {
    await expect(
      reportComment(top, { reason: 'spam' }, { actor: mary, now, address: '192.0.2.1' }),
    ).resolves.toMatchObject({
      created: true,
    });
    await withdrawComment(reply, { actor: grace, now });
    expect((await findComment(top, { actor: null, now })).replies).toBe(0);
  });

  test('is in no list', async () => {
    expect(await listed()).toBeUndefined();
    expect(await listed(true)).toMatchObject({ state: 'retracted' });
  });
});

test('sources count published verdicts only', async () => {
  const count = async () => (await listSources()).find(({ feed }) => feed === 'arXiv cs.CY')!.verdicts;
  const before = await count();
  await unpublishVerdict(slug, asked);
  expect(await count()).toBe(before - 1);
  await retractVerdict(slug, { note: 'Invented.' }, asked);
  expect(await count()).toBe(before - 1);
});

test('every change of a state is another state of the lists, and is kept with who made it', async () => {
  const states = [await listState()];
  for (const change of [unpublishVerdict, republishVerdict]) {
    await change(slug, { actor: linus, now });
    states.push(await listState());
  }
  await retractVerdict(slug, { note: 'Invented.' }, { actor: linus, now });
  states.push(await listState());
  expect(new Set(states).size).toBe(4);
  const row = await db().verdict.findUniqueOrThrow({ where: { slug } });
  expect(row).toMatchObject({
    state: 'retracted',
    stateNote: 'Invented.',
    stateById: linus.id,
    stateAt: now,
  });
  // Once more changes nothing.
  await retractVerdict(slug, { note: 'Invented.' }, asked);
  expect(await listState()).toBe(states[3]);
});

test('only an admin or a program changes the state, of what is there', async () => {
  for (const actor of [ada, mary]) {
    await expect(unpublishVerdict(slug, { actor, now })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(retractVerdict(slug, { note: 'No.' }, { actor, now })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(republishVerdict(slug, { actor, now })).rejects.toMatchObject({ code: 'forbidden' });
  }
  for (const nowhere of ['nowhere', 'a\u0000b', ''])
    await expect(unpublishVerdict(nowhere, asked)).rejects.toMatchObject({ code: 'verdict-not-found' });
});
