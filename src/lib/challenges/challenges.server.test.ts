import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { countDesk } from '#lib/admin/count-desk.server.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { ThreadChange } from '#lib/discussion/store/thread-change.store.server.ts';
import { listNotices } from '#lib/notices/list-notices.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { retractVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import { addWord } from '#lib/words/add-word.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { verdictText } from '../../../tests/support/verdict-text.ts';
import { challengeComment } from './challenge-comment.server.ts';
import { outcomeForm } from './challenge-input.ts';
import { decideChallenge } from './decide-challenge.server.ts';
import { countOpenChallenges, listChallenges, listOutcomes } from './list-challenges.server.ts';
import { notifyDesk } from './notify-desk.server.ts';

await freshDatabase({ limits: 'off' });

const SOURCE = 'https://example.org/study';
let now = new Date('2026-05-22T09:00:00Z');
let ada: Actor;
let grace: Actor;
let linus: Actor;
let verdict: VerdictView;
let title = 0;

beforeAll(async () => {
  [ada, grace, linus] = [await enter('ada'), await enter('grace'), await enter('linus', 'admin')];
});
beforeEach(async () => {
  now = new Date(now.getTime() + 60 * 60 * 1000);
  verdict = await publish(`On sources, part ${++title}`);
});

async function post(anchored = true): Promise<CommentView> {
  const section = verdict.sections.find(({ kind }) => kind === 'dissection')!.id;
  const anchor = anchored ? { anchor: { section, quote: 'The paper argues that arguing helps.' } } : {};
  const input = { body: `Does it? ${randomUUID()}`, nonce: randomUUID(), ...anchor };
  return (await postComment(verdict.slug, input, { actor: ada, now })).comment;
}
const challenge = (id: string, source = SOURCE, actor: Actor | null = ada) =>
  challengeComment(id, source, { actor, now });
const seen = (id: string, actor: Actor | null = null) => findComment(id, { actor, now });

async function onDesk(): Promise<CommentView> {
  const comment = await post();
  await challenge(comment.id);
  await db().comment.update({ where: { id: comment.id }, data: { groundBadge: true } });
  return comment;
}
const desk = async () =>
  (await listChallenges(linus)).filter(({ verdict: { slug } }) => slug === verdict.slug);
const decide = (comment: string, fields: object, actor: Actor | null = linus) =>
  decideChallenge(outcomeForm.parse({ comment, version: 1, note: 'We read it.', ...fields }), { actor, now });
const edit = (text: string) =>
  editVerdict(
    verdict.slug,
    { read: parseVerdictInput({ text }), note: 'Narrower.' },
    { actor: linus, now: new Date() },
  );
const noticesOf = async (actor: Actor, kind: string) =>
  (await listNotices({ limit: 30 }, actor)).items.filter((notice) => notice.kind === kind);
const notices = () => noticesOf(ada, 'challenge_outcome');
/** Of the admin, about a comment. */
const waiting = async (id: string) =>
  (await noticesOf(linus, 'challenge_waiting')).filter(({ comment }) => comment?.id === id);

describe('a challenge', () => {
  test('is shown at its comment with its host, and open pages read the comment again', async () => {
    const { id, seq } = await post();
    expect(await challenge(id)).toMatchObject({ created: true });
    const shown = await seen(id);
    expect(shown.challenge).toEqual({ source: SOURCE, host: 'example.org', state: 'open' });
    expect(shown.seq).toBeGreaterThan(seq);
  });

  test('is stored once: the same again changes nothing, another source is refused', async () => {
    const { id } = await post();
    const same = await Promise.all([challenge(id), challenge(id), challenge(id)]);
    expect(same.map(({ created }) => created).sort()).toEqual([false, false, true]);
    const { seq } = await seen(id);
    await expect(challenge(id, 'https://example.org/other')).rejects.toMatchObject({
      code: 'challenged-already',
    });
    expect((await seen(id)).seq).toBe(seq);
  });

  test('is refused once readers have rated the comment without its source, and not if they have seen it', async () => {
    const [rated, few, challenged] = [await post(), await post(), await post()];
    await challenge(challenged.id);
    const rate = (id: string, helpful: number) => db().comment.update({ where: { id }, data: { helpful } });
    await rate(rated.id, 4);
    await rate(few.id, 3);
    await rate(challenged.id, 40);
    await expect(challenge(rated.id)).rejects.toMatchObject({ code: 'rated-without-source' });
    expect((await seen(rated.id)).challenge).toBeUndefined();
    expect(await challenge(few.id)).toMatchObject({ created: true });
    expect(await challenge(challenged.id)).toMatchObject({ created: false });
  });

  test('is for the author of a public comment on a passage', async () => {
    const [{ id }, plain, gone] = [await post(), await post(false), await post()];
    await withdrawComment(gone.id, { actor: ada, now });
    const refused = [
      [id, null, 'sign-in-first'],
      [id, grace, 'not-yours'],
      [plain.id, ada, 'passage-needed'],
      [gone.id, ada, 'comment-not-found'],
      [randomUUID(), ada, 'comment-not-found'],
    ] as const;
    for (const [comment, actor, code] of refused)
      await expect(challenge(comment, SOURCE, actor)).rejects.toMatchObject({ code });
  });

  test('to an address on the admin’s list is refused, or reported as in a comment', async () => {
    const words = { casino: 'report', poker: 'hold', roulette: 'refuse' } as const;
    for (const [text, action] of Object.entries(words))
      await addWord({ text, kind: 'word', action, note: null }, { actor: linus, now });
    const { id } = await post();
    for (const word of ['poker', 'roulette'])
      await expect(challenge(id, `https://${word}.example.org/`)).rejects.toMatchObject({
        code: 'word-refused',
      });
    expect(await challenge(id, 'https://casino.example.org/')).toMatchObject({ created: true });
    expect(await db().report.count({ where: { commentId: id } })).toBe(1);
  });

  test('of a comment that readers may not see is no one’s to see', async () => {
    const { id, verdict: slug } = await onDesk();
    expect(await desk()).toHaveLength(1);
    await withdrawComment(id, { actor: ada, now });
    expect(await desk()).toEqual([]);
    await expect(decide(id, { outcome: 'upheld' })).rejects.toMatchObject({ code: 'challenge-not-found' });
    expect(await listOutcomes(slug)).toEqual([]);
    await ThreadChange.run(verdict.id, async (thread) => thread.erase((await thread.read(id))!, now));
    expect(await db().challenge.count({ where: { commentId: id } })).toBe(0);
  });
});

describe('the operator’s desk', () => {
  test('has a challenge once readers on both sides find its comment helpful', async () => {
    const { id } = await post();
    await challenge(id);
    const before = await countOpenChallenges(linus);
    expect(await desk()).toEqual([]);
    await expect(decide(id, { outcome: 'upheld' })).rejects.toMatchObject({ code: 'challenge-not-found' });
    await db().comment.update({ where: { id }, data: { groundBadge: true } });
    expect(await desk()).toMatchObject([
      { comment: id, passage: 'The paper argues that arguing helps.', host: 'example.org', state: 'open' },
    ]);
    expect(await countOpenChallenges(linus)).toBe(before + 1);
    expect(await countDesk(linus)).toEqual({ '/admin/challenges': before + 1, '/admin/authors': 0 });
    expect(await countDesk(grace)).toEqual({});
    for (const [actor, code] of [
      [null, 'sign-in-first'],
      [grace, 'forbidden'],
    ] as const)
      await expect(listChallenges(actor)).rejects.toMatchObject({ code });
  });

  test('upholds the verdict with a note that everyone reads, and notifies the author', async () => {
    const { id, verdict: slug } = await onDesk();
    await decide(id, { outcome: 'upheld' });
    expect((await seen(id)).challenge).toMatchObject({ state: 'upheld', note: 'We read it.' });
    expect(await listOutcomes(slug)).toMatchObject([{ comment: id, state: 'upheld', version: null }]);
    expect(await notices()).toMatchObject([
      { data: { outcome: 'upheld', note: 'We read it.' }, comment: { id } },
    ]);
  });

  test('amends or withdraws only with a version after the challenge', async () => {
    const { id, verdict: slug } = await onDesk();
    await db().challenge.update({ where: { commentId: id }, data: { createdAt: new Date() } });
    expect(await desk()).toMatchObject([{ versions: [] }]);
    for (const outcome of ['amended', 'withdrawn'])
      await expect(decide(id, { outcome })).rejects.toMatchObject({ code: 'challenge-needs-version' });
    await edit(verdictText(verdict.title).replace('arguing helps', 'arguing may help'));
    expect(await desk()).toMatchObject([{ versions: [{ version: 2, note: 'Narrower.' }] }]);
    await decide(id, { outcome: 'amended' });
    expect((await seen(id)).challenge).toMatchObject({ state: 'amended', version: 2 });
    expect(await listOutcomes(slug)).toMatchObject([{ version: 2 }]);
  });

  test('keeps a challenge of a verdict that is retracted, and withdraws what it is about', async () => {
    const { id, verdict: slug } = await onDesk();
    await retractVerdict(slug, { note: 'Invented.' }, { actor: linus, now });
    expect(await desk()).toMatchObject([{ comment: id, state: 'open' }]);
    await expect(decide(id, { outcome: 'amended' })).rejects.toMatchObject({
      code: 'challenge-needs-version',
    });
    await decide(id, { outcome: 'withdrawn' });
    expect(await listOutcomes(slug)).toMatchObject([{ comment: id, state: 'withdrawn', version: 1 }]);
  });

  test('takes one of two decisions at the same moment, and can correct it', async () => {
    const { id } = await onDesk();
    const both = await Promise.allSettled([
      decide(id, { outcome: 'upheld', note: 'One.' }),
      decide(id, { outcome: 'upheld', note: 'Two.' }),
    ]);
    const lost = both.filter(({ status }) => status === 'rejected');
    expect(lost).toMatchObject([{ reason: { code: 'challenge-changed' } }]);
    await decide(id, { outcome: 'open', note: '', version: 2 });
    expect((await seen(id)).challenge).toEqual({ source: SOURCE, host: 'example.org', state: 'open' });
    expect((await notices()).filter(({ comment }) => comment?.id === id)).toEqual([]);
    expect(await desk()).toMatchObject([{ comment: id, state: 'open', version: 3 }]);
  });

  test('notifies admins once of a challenge that has reached it, and no more once one has decided', async () => {
    const { id } = await post();
    await challenge(id);
    await notifyDesk(now);
    expect(await waiting(id)).toEqual([]);
    for (const groundBadge of [true, false, true]) {
      await db().comment.update({ where: { id }, data: { groundBadge } });
      await Promise.all([notifyDesk(now), notifyDesk(now)]);
    }
    expect(await waiting(id)).toMatchObject([{ read: false, people: ['ada'] }]);
    expect(await noticesOf(ada, 'challenge_waiting')).toEqual([]);
    await decide(id, { outcome: 'upheld' });
    expect(await waiting(id)).toMatchObject([{ read: true }]);
    await decide(id, { outcome: 'open', note: '', version: 2 });
    await notifyDesk(now);
    expect(await waiting(id)).toHaveLength(1);
    await withdrawComment(id, { actor: ada, now });
    expect(await waiting(id)).toEqual([]);
  });

  test('an outcome without a note is refused', () => {
    const input = { comment: randomUUID(), version: 1, outcome: 'upheld', note: ' ' };
    expect(outcomeForm.safeParse(input).error!.issues).toMatchObject([{ path: ['note'] }]);
  });
});
