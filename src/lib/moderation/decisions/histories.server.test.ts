import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { listComments } from '#lib/discussion/reading/list-comments.server.ts';
import type { Moderated } from '#lib/discussion/status/moderated.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { decideOn } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { openCase, recountCase } from '#lib/moderation/cases/case.store.server.ts';
import {
  stateAfter,
  stateAfterUndo,
  type CommentState,
  type Move,
} from '#lib/discussion/status/transitions.ts';
import { undoDecision } from './undo-decision.server.ts';

await freshDatabase({ limits: 'off', connections: 16 });

const now = new Date('2026-06-22T09:00:00Z');
let [ada, mary, linus]: Actor[] = [];
let part = 0;

beforeAll(async () => {
  ada = await enter('ada');
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
});

const KINDS = ['keep', 'remove', 'restore', 'hold', 'erase', 'let_in'] as const;
const REASONS = { hold: 'heated', erase: 'illegal' } as const;
// Most often those in the middle: what they do is felt above and below.
const on = fc.constantFrom(0, 1, 1, 1, 2, 3, 4);
const anAct = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom(...KINDS), on, undo: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('withdraw' as const), on, undo: fc.constant(false) }),
  },
);

/** A thread of five: 0 ─ 1 ─ 2, 0 ─ 3, and 4 beside it. */
async function thread(): Promise<{ slug: string; ids: string[] }> {
  const { slug } = await publish(`On histories, part ${++part}`);
  const ids: string[] = [];
  for (const parent of [null, 0, 1, 0, null]) {
    const input = {
      body: `No. ${ids.length} of ${part}.`,
      nonce: randomUUID(),
      ...(parent === null ? {} : { parentId: ids[parent]! }),
    };
    ids.push((await postComment(slug, input, { actor: ada!, now })).comment.id);
  }
  return { slug, ids };
}

/** The comment's case, opened where none is: as if a moderator wanted to look at it. */
async function caseOn(id: string): Promise<string> {
  const { authorId, verdictId } = await db().comment.findUniqueOrThrow({ where: { id } });
  return db().$transaction(async (tx) => {
    const { id: caseId } = await openCase(tx, { id, authorId, verdictId, held: true }, now);
    await recountCase(tx, caseId, now);
    return caseId;
  });
}

async function stateOf(id: string): Promise<CommentState> {
  const row = await db().comment.findUniqueOrThrow({ where: { id } });
  const { moderatedStatus, withdrawnAt, erasedAt, editedBack } = row;
  return {
    moderated: moderatedStatus as Moderated,
    withdrawn: withdrawnAt !== null,
    erased: erasedAt !== null,
    editedBack,
  };
}

async function tryTo<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (refusal) {
    if (refusal instanceof Refusal) return null;
    throw refusal;
  }
}

test('for any sequence of actions by moderators, admin and author, the database follows the transitions and all counts match', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 3, maxLength: 16 }), async (acts) => {
      const { slug, ids } = await thread();
      for (const act of acts) await play(act, ids[act.on]!);
      expect(await checkEverything()).toMatchObject({ differences: [] });
      await standsAsItShould(slug, ids);
    }),
    { numRuns: 5, seed: 20261123 },
  );
}, 120_000);

async function play(act: { do: Move | 'withdraw'; undo: boolean }, id: string): Promise<void> {
  const before = await stateOf(id);
  if (act.do === 'withdraw') {
    await tryTo(() => withdrawComment(id, { actor: ada!, now }));
    expect(await stateOf(id)).toEqual(stateAfter(before, 'withdraw', 'author') ?? before);
    return;
  }
  const by = act.do === 'erase' ? 'admin' : 'moderator';
  const kind = act.do as (typeof KINDS)[number];
  const { version } = await db().comment.findUniqueOrThrow({ where: { id } });
  const reason = REASONS[kind as keyof typeof REASONS];
  const actor = by === 'admin' ? linus! : mary!;
  const caseId = await caseOn(id);
  const made = await tryTo(() =>
    decideOn(caseId, { kind, version, ...(reason ? { reason } : {}) }, { actor, now }),
  );
  const after = stateAfter(before, act.do, by);
  expect(await stateOf(id)).toEqual(after ?? before);
  expect(made !== null).toBe(after !== null);
  if (!made || !act.undo) return;
  await tryTo(() => undoDecision({ decision: made.id, nonce: randomUUID() }, { actor, now }));
  expect(await stateOf(id)).toEqual(stateAfterUndo(after!, act.do, before.moderated) ?? after);
}

/** A stranger's page: text of what is visible, tombstones where visible replies hang on, nothing else. */
async function standsAsItShould(slug: string, ids: string[]): Promise<void> {
  const rows = await db().comment.findMany({ where: { id: { in: ids } } });
  const shown = (id: string): boolean =>
    rows.find((row) => row.id === id)!.status === 'visible' ||
    rows.some((row) => row.parentId === id && shown(row.id));
  const { items } = await listComments(slug, { sort: 'oldest', limit: 50 }, { actor: null, now });
  expect(items.map(({ id }) => id).sort()).toEqual(ids.filter(shown).sort());
  for (const { id, body } of items)
    expect(body !== null).toBe(rows.find((row) => row.id === id)!.status === 'visible');
}

test('the database refuses transitions that can’t be reversed', async () => {
  const { ids } = await thread();
  const [withdrawn, erased, seen] = ids as [string, string, string];
  await withdrawComment(withdrawn, { actor: ada!, now });
  await decideOn(await caseOn(erased), { kind: 'erase', reason: 'illegal' }, { actor: linus!, now });
  const set = (id: string, data: object) =>
    db().comment.update({ where: { id }, data, select: { id: true } });
  await expect(set(withdrawn, { withdrawnAt: null, status: 'visible' })).rejects.toThrow(/no way back/);
  await expect(set(erased, { erasedAt: null, body: 'Again.' })).rejects.toThrow(/no way back/);
  await expect(set(seen, { moderatedStatus: 'pending', status: 'pending' })).rejects.toThrow(/no way back/);
  await set(seen, { editedBack: true });
  await expect(set(seen, { editedBack: false })).rejects.toThrow(/no way back/);
  await expect(set(seen, { status: 'removed' })).rejects.toThrow(/comments_status_check/);
});
