import { expect, test } from 'vitest';
import { COMMAND_LINE, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { findAround } from '#lib/discussion/around/find-around.server.ts';
import { anchorInput } from '#lib/passages/anchor-input.ts';
import { PASSAGES } from '#lib/passages/read-passages.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { VERDICT_EDITED } from '#lib/refusals.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { reanchorAll } from './reanchor.server.ts';

await freshDatabase();

const now = new Date('2026-06-03T10:00:00Z');
const later = new Date('2026-06-04T10:00:00Z');
const PACE = 'The firm sets the pace, and it does not say whom it asks.';
const GREW = 'It grew in the north and in the south.';
const STAYS = 'Nothing changes in the second section.';
const verdictWith = (...texts: string[]) => ({
  title: 'Passages',
  sections: [
    { heading: 'First', blocks: texts.map((text) => ({ type: 'paragraph', text })) },
    { heading: 'Second', blocks: [{ type: 'paragraph', text: STAYS }] },
  ],
});

const { verdict } = await publishVerdict(verdictWith(`${PACE} ${GREW}`), { now });
const { slug } = verdict;
const ada: Actor = await enter('ada');

// Each by another reader, because of the pace that a reader may post at.
const post = async (section: string, quote: string, by: string) => {
  const actor = await enter(by);
  return (await postComment(slug, { body: `On “${quote}”`, anchor: { section, quote } }, { actor, now }))
    .comment;
};
const edit = (...texts: string[]) =>
  editVerdict(
    slug,
    { read: parseVerdictInput(verdictWith(...texts)), note: 'A correction.' },
    { actor: COMMAND_LINE, now: later },
  );
const anchorOf = async (comment: { id: string }) =>
  (await findComment(comment.id, { actor: ada, now })).anchor;
const marked = async () => (await findAround(verdict, { passages: PASSAGES })).passages;
const seqOf = async () => (await db().verdict.findUniqueOrThrow({ where: { slug } })).seq;

test('after a new version, comments have the new place of their passage or that it is lost, and open pages get them', async () => {
  const stays = await post('second', 'Nothing changes', 'grace');
  const moves = await post('first', 'it does not say whom it asks', 'mary');
  const goes = await post('first', GREW, 'edsger');
  const legacy = await post('first', 'sets the pace', 'barbara');
  const erased = await post('first', 'The firm', 'donald');
  const quoted = legacy.anchor!;
  // As anchors were before passages had places.
  await db().comment.update({
    where: { id: legacy.id },
    data: { anchor: { section: 'first', quote: 'sets the pace' } },
  });
  await db().$executeRaw`UPDATE comments SET anchor = NULL WHERE id = ${erased.id}::uuid`;
  expect(await anchorOf(legacy)).toEqual({ section: 'first', quote: 'sets the pace' });
  await reanchorAll(null);
  expect(await anchorOf(legacy)).toEqual(quoted);

  const before = await seqOf();
  await edit('An introduction.', PACE);
  await reanchorAll(later);
  // The page marks nothing that was not yet sought in the version that it shows.
  expect(await marked()).toEqual([]);
  expect(await anchorOf(stays)).toMatchObject({ state: 'exact', checked: 1 });
  await reanchorAll(now);
  expect(await anchorOf(stays)).toEqual({ ...stays.anchor, checked: 2 });
  expect((await marked()).map(({ section, block, start }) => [section, block, start]).sort()).toEqual([
    ['first', 1, 28],
    ['first', 1, 9],
    ['second', 0, 0],
  ]);
  expect(await anchorOf(moves)).toEqual({
    ...{ ...moves.anchor, state: 'moved', checked: 2 },
    at: { section: 'first', block: 1, start: 28, end: 56 },
  });
  expect(await anchorOf(goes)).toEqual({ ...goes.anchor, state: 'lost', checked: 2 });
  expect(await anchorOf(legacy)).toMatchObject({ state: 'moved', version: 1 });
  expect(await anchorOf(erased)).toBeNull();
  const changes = await listChanges(slug, { since: before }, { actor: null, now });
  expect(changes.comments.map((comment) => comment.id).sort()).toEqual([moves.id, goes.id, legacy.id].sort());
  expect(await seqOf()).toBe(before + 1);

  await reanchorAll(null);
  expect(await seqOf()).toBe(before + 1);

  // From a page that is open since before the edit.
  const stale = postComment(
    slug,
    { body: 'Also gone.', anchor: anchorInput.parse(goes.anchor) },
    { actor: ada, now },
  );
  await expect(stale).rejects.toMatchObject({ code: 'anchor-not-found', message: VERDICT_EDITED });

  await edit(`${PACE} ${GREW}`);
  await reanchorAll(null);
  for (const comment of [stays, moves, goes, legacy])
    expect(await anchorOf(comment)).toEqual({ ...comment.anchor, checked: 3 });
});
