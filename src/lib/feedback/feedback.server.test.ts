import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { checked } from '#lib/http/input/input.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { feedbackQuery } from './feedback-input.ts';
import { listFeedback } from './list-feedback.server.ts';
import { sendFeedback } from './send-feedback.server.ts';
import { setFeedbackState } from './set-feedback-state.server.ts';

await freshDatabase();

const idea = (message = 'More papers, please.') => ({ kind: 'idea' as const, message });
let ada: Actor, linus: Actor;
beforeEach(async () => {
  await db().rateLimit.deleteMany();
  await db().feedback.deleteMany();
  await db().user.deleteMany();
  ada = await enter('ada');
  linus = await enter('linus', 'admin');
});

describe('feedback', () => {
  it('is accepted with and without signing in', async () => {
    await sendFeedback(idea('First'), null, '192.0.2.1');
    await sendFeedback({ ...idea('Second'), email: 'a@example.org', page: '/about' }, ada, '192.0.2.1');
    const { items } = await listFeedback({}, { actor: linus });
    expect(items).toEqual([
      expect.objectContaining({ message: 'Second', username: 'ada', email: 'a@example.org', page: '/about' }),
      expect.objectContaining({ message: 'First', username: null, email: null, page: null, state: 'new' }),
    ]);
  });

  it('takes three an hour', async () => {
    for (let n = 0; n < 3; n++) await sendFeedback(idea(), null, '192.0.2.1');
    await expect(sendFeedback(idea(), null, '192.0.2.1')).rejects.toMatchObject({ code: 'rate-limited' });
    await expect(sendFeedback(idea(), ada, '192.0.2.1')).resolves.toBeDefined();
  });

  it('is read by admins only', async () => {
    const mary = await enter('mary', 'moderator');
    await expect(listFeedback({}, { actor: null })).rejects.toMatchObject({ code: 'sign-in-first' });
    for (const other of [ada, mary])
      await expect(listFeedback({}, { actor: other })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('moves to read and done, by admins only', async () => {
    const { id } = await sendFeedback(idea(), null, '192.0.2.1');
    await expect(setFeedbackState({ id, state: 'done' }, { actor: null })).rejects.toMatchObject({
      code: 'sign-in-first',
    });
    await expect(setFeedbackState({ id, state: 'done' }, { actor: ada })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await setFeedbackState({ id, state: 'read' }, { actor: linus });
    const list = await listFeedback({ state: 'read' }, { actor: linus });
    expect(list.items).toHaveLength(1);
    expect(list.counts).toEqual({ new: 0, read: 1, done: 0 });
    expect((await listFeedback({ state: 'new' }, { actor: linus })).items).toEqual([]);
  });

  it('that is not there can’t be moved', async () => {
    const gone = { id: ada.id, state: 'done' as const };
    await expect(setFeedbackState(gone, { actor: linus })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is paged newest first; new messages repeat nothing on the next page', async () => {
    const at = new Date('2026-01-01T12:00:00Z');
    const rows = Array.from({ length: 30 }, (_, n) => ({ ...idea(`m${n}`), createdAt: at }));
    await db().feedback.createMany({ data: rows });
    const first = await listFeedback({}, { actor: linus });
    await sendFeedback(idea('late'), null, '192.0.2.1');
    const second = await listFeedback({ cursor: first.next! }, { actor: linus });
    const seen = [...first.items, ...second.items].map(({ message }) => message);
    expect(first.items).toHaveLength(25);
    expect(new Set(seen)).toEqual(new Set(rows.map(({ message }) => message)));
    expect(seen).toHaveLength(30);
    expect(second.next).toBeNull();
  });

  it.each(['nonsense', '', 'AAAA', '%%%'])(
    'starts at the newest for a cursor that is none: %j',
    async (text) => {
      await sendFeedback(idea(), null, '192.0.2.1');
      const { cursor } = checked(feedbackQuery, { cursor: text });
      expect((await listFeedback({ cursor }, { actor: linus })).items).toHaveLength(1);
    },
  );
});
