import { beforeAll, beforeEach, expect, test } from 'vitest';
import { COMMAND_LINE, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { retractVerdict, unpublishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { queriesOf } from '../../../../tests/support/queries.ts';
import { crowd, helpfulComment, publishAt, vote } from '../../../../tests/support/report-week.ts';
import { verdictText } from '../../../../tests/support/verdict-text.ts';
import {
  composeAgain,
  composeByAdmin,
  composeNext,
  composeNow,
  discardDraft,
} from './compose-next.server.ts';
import { introduce, leaveOut, moveInIssue } from './edit-issue.server.ts';
import type { IssueContent } from './issue.ts';
import { readUnfinished } from './issue.store.server.ts';
import { showIssue } from './show-issue.server.ts';

await freshDatabase({ limits: 'off' });

const HOUR = 60 * 60 * 1000;
const now = new Date('2026-05-22T09:00:00Z');
const earlier = (hours: number) => new Date(now.getTime() - hours * HOUR);
let readers: Actor[];
let linus: Actor;
beforeAll(async () => {
  readers = await crowd(8);
  linus = await enter('linus', 'admin');
});
beforeEach(async () => {
  await db().reportIssue.deleteMany();
  await db().verdict.deleteMany();
});

const kinds = ({ sections }: IssueContent) => sections.map(({ kind }) => kind);
const agree = (n: number) => Array.from({ length: n }, () => 'agree' as const);
const disagree = (n: number) => Array.from({ length: n }, () => 'disagree' as const);

/** As if this issue had been sent. */
async function markSent(id: string): Promise<void> {
  await db().reportIssue.update({
    where: { id },
    data: {
      ...{ state: 'sent', subject: 's', recipients: 1, delivered: 1, failed: 0 },
      ...{ sendStartedAt: now, sendFinishedAt: now },
    },
  });
}

test('a week in which nothing happened composes nothing', async () => {
  await publishAt('Long ago', earlier(24 * 30));
  expect(await composeNext(now)).toBeNull();
  await expect(composeByAdmin({ actor: linus, now })).rejects.toMatchObject({ code: 'nothing-to-send' });
  expect(await readUnfinished()).toBeNull();
});

test('an issue has what happened since the one before, and only what is public', async () => {
  const old = await publishAt('Old', earlier(24 * 9));
  const fresh = await publishAt('Fresh', earlier(30));
  const gone = await publishAt('Gone', earlier(30));
  const retracted = await publishAt('Retracted', earlier(30));
  const { id: claim } = fresh.claims.find(({ kind }) => kind === 'classification')!;
  await vote(claim, readers, { stances: [...agree(3), ...disagree(2)], now: earlier(20) });
  const said = await helpfulComment(old.slug, 'It *holds*.', {
    ...{ author: readers[0]!, readers: readers.slice(1, 4), now: earlier(10) },
  });
  const taken = await helpfulComment(old.slug, 'Never mind.', {
    ...{ author: readers[1]!, readers: readers.slice(2, 6), now: earlier(10) },
  });
  await withdrawComment(taken.id, { actor: readers[1]!, now: earlier(9) });
  await editVerdict(
    old.slug,
    {
      read: parseVerdictInput({
        text: verdictText('Old')
          .replace('It never checks', 'It checks')
          .replace('Readers read.', 'Readers read on.'),
      }),
      note: 'Assumption 1 is clearer.',
    },
    { actor: COMMAND_LINE, now: earlier(8) },
  );
  await unpublishVerdict(gone.slug, { actor: linus, now });
  await retractVerdict(retracted.slug, { note: 'Wrong paper.' }, { actor: linus, now });

  const { content } = (await composeNext(now))!;
  expect(kinds(content)).toEqual(['new-verdicts', 'contested', 'new-versions', 'comments']);
  expect(content.sections.map(({ items }) => items.map(({ verdictId }) => verdictId))).toEqual([
    [fresh.id],
    [fresh.id],
    [old.id],
    [old.id],
  ]);
  expect(content.sections[0]!.items[0]).toMatchObject({ voters: 5, commenters: 0 });
  expect(content.sections[3]!.items[0]).toMatchObject({ commentId: said.id, helpful: 3 });
  expect(JSON.stringify(content)).not.toContain('holds');
});

test('the largest shift is measured against the votes when the previous issue was made', async () => {
  const verdict = await publishAt('Shifting', earlier(24 * 30));
  const [first, second] = verdict.claims;
  await vote(first!.id, readers, { stances: agree(5), now: earlier(24 * 20) });
  await vote(second!.id, readers, { stances: agree(5), now: earlier(24 * 20) });
  await publishAt('For the first issue', earlier(24 * 8));
  const one = await composeNext(earlier(24 * 7));
  expect(kinds(one!.content)).toEqual(['new-verdicts']);
  await markSent(one!.id);
  await vote(first!.id, readers, { stances: [...agree(2), ...disagree(3)], now: earlier(24) });
  await vote(second!.id, readers, { stances: [...agree(4), ...disagree(1)], now: earlier(24) });

  const two = (await composeNext(now))!;
  expect(two.n).toBe(2);
  const shift = two.content.sections.find(({ kind }) => kind === 'shift')!;
  expect(shift.items).toMatchObject([
    { claimId: first!.id, before: { agree: 5, disagree: 0 }, after: { agree: 2, disagree: 3 } },
  ]);
  // Composed again, it is compared with the same votes.
  await composeAgain({ version: two.version }, { actor: linus, now });
  expect((await readUnfinished())!.content.sections.find(({ kind }) => kind === 'shift')).toEqual(shift);
});

test('composing and showing an issue take the same few queries, however much happened', async () => {
  const count = async () => {
    const composing = await queriesOf(() => composeNow(now));
    const draft = await composeNext(now);
    const showing = await queriesOf(() => showIssue(draft!));
    await db().reportIssue.deleteMany();
    return [composing.queries.length, showing.queries.length];
  };
  const verdict = await publishAt('One', earlier(3));
  const few = await count();
  for (const title of ['Two', 'Three', 'Four']) await publishAt(title, earlier(2));
  await vote(verdict.claims[0]!.id, readers, { stances: [...agree(3), ...disagree(3)], now: earlier(1) });
  await helpfulComment(verdict.slug, 'Yes.', {
    ...{ author: readers[0]!, readers: readers.slice(1, 4), now: earlier(1) },
  });
  // The previous issue and four kinds of candidates: a first issue has no tallies to compare with.
  expect(few).toEqual([5, 4]);
  expect(await count()).toEqual(few);
});

test('two processes that compose at once make one draft', async () => {
  await publishAt('Fresh', earlier(3));
  const drafts = await Promise.all([composeNext(now), composeNext(now), composeNext(now)]);
  expect(new Set(drafts.map((draft) => draft!.id)).size).toBe(1);
  expect(await db().reportIssue.count()).toBe(1);
});

test('an admin edits the draft; an edit of an older version of it is refused', async () => {
  await publishAt('First', earlier(3));
  await publishAt('Second', earlier(2));
  const draft = (await composeNext(now))!;
  const titles = async (everything: boolean) =>
    (await showIssue((await readUnfinished())!, { everything })).sections[0]!.items.map(({ title }) => title);
  expect(await titles(true)).toEqual(['Second', 'First']);
  const [first] = draft.content.sections[0]!.items;
  await moveInIssue({ version: 1, what: first!.key, direction: 'down' }, { actor: linus });
  await leaveOut({ version: 2, key: first!.key, out: true }, { actor: linus });
  expect(await titles(true)).toEqual(['First', 'Second']);
  expect(await titles(false)).toEqual(['First']);
  await expect(introduce({ version: 2, introduction: 'Hello.' }, { actor: linus })).rejects.toMatchObject({
    code: 'issue-changed',
  });
  await introduce({ version: 3, introduction: 'Hello.\n\nAnd more.' }, { actor: linus });
  expect((await showIssue((await readUnfinished())!)).introduction).toEqual(['Hello.', 'And more.']);

  await publishAt('Third', earlier(1));
  await composeAgain({ version: 4 }, { actor: linus, now });
  expect(await titles(true)).toEqual(['First', 'Second', 'Third']);
  expect(await titles(false)).toEqual(['First', 'Third']);
  await discardDraft({ version: 5 }, { actor: linus });
  expect(await readUnfinished()).toBeNull();
});

test('only admins compose, edit and discard', async () => {
  await publishAt('First', earlier(3));
  for (const [actor, code] of [
    [null, 'sign-in-first'],
    [readers[0]!, 'forbidden'],
  ] as const)
    for (const act of [
      () => composeByAdmin({ actor, now }),
      () => composeAgain({ version: 1 }, { actor, now }),
      () => discardDraft({ version: 1 }, { actor }),
      () => introduce({ version: 1, introduction: 'x' }, { actor }),
    ])
      await expect(act()).rejects.toMatchObject({ code });
});

test('what is no longer public leaves an issue when it is shown', async () => {
  const verdict = await publishAt('Fresh', earlier(3));
  const other = await publishAt('Other', earlier(2));
  const said = await helpfulComment(verdict.slug, 'Private: 555-0100', {
    ...{ author: readers[0]!, readers: readers.slice(1, 4), now: earlier(1) },
  });
  const draft = (await composeNext(now))!;
  const shown = async () => JSON.stringify(await showIssue(draft));
  expect(await shown()).toContain('555-0100');
  await withdrawComment(said.id, { actor: readers[0]!, now });
  expect(await shown()).not.toContain('555-0100');
  await unpublishVerdict(other.slug, { actor: linus, now });
  expect(await shown()).not.toContain('Other');
  expect(await shown()).toContain('Fresh');
});
