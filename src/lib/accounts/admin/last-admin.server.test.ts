import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { changeRole } from './change-role.server.ts';

const url = await freshDatabase();
const connections = [new pg.Client(url), new pg.Client(url)] as const;
for (const connection of connections) await connection.connect();
afterAll(() => Promise.all(connections.map((connection) => connection.end())));

let linus: Actor;
let vera: Actor;
beforeEach(async () => {
  await db().restriction.deleteMany();
  await db().decision.deleteMany();
  await db().user.deleteMany();
  [linus, vera] = [await enter('linus', 'admin'), await enter('vera', 'admin')];
  await enter('ada');
});

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (fault: unknown) => refusalOf(fault)?.code ?? String(fault),
  );
const admins = () => db().user.count({ where: { role: 'admin' } });
const demote = ({ username }: Actor) => changeRole(username, 'reader');
const remove = ({ id }: Actor) => db().user.delete({ where: { id } });

async function restrict({ id }: Actor, until: Date | null = null): Promise<void> {
  await db().$transaction(async (tx) => {
    const decision = await tx.decision.create({
      data: { kind: 'restrict', subjectId: id, nonce: randomUUID() },
    });
    const decisionId = decision.id;
    await tx.restriction.create({
      data: { userId: id, scope: 'everything', until, reason: 'spam', decisionId },
    });
  });
}

const IN_AN_HOUR = () => new Date(Date.now() + 3_600_000);

describe('the last admin', () => {
  it.each([
    ['is not demoted', demote],
    ['is not deleted', remove],
    ['is not restricted from everything', restrict],
    ['is not restricted from everything for an hour', (actor: Actor) => restrict(actor, IN_AN_HOUR())],
  ])('%s', async (_, lose) => {
    expect(await codeOf(demote(vera))).toBeNull();
    expect(await codeOf(lose(linus))).toBe('last-admin');
    expect(await admins()).toBe(1);
    expect(await db().restriction.count()).toBe(0);
  });

  it.each([
    ['demoted', demote],
    ['deleted', remove],
    ['restricted from everything', restrict],
  ])('is who remains after another one was %s', async (_, lose) => {
    expect(await codeOf(lose(vera))).toBeNull();
    for (const again of [demote, remove, restrict]) expect(await codeOf(again(linus))).toBe('last-admin');
  });

  it('may be demoted once there is another one', async () => {
    await demote(vera);
    await changeRole('ada', 'admin');
    expect(await codeOf(demote(linus))).toBeNull();
  });

  it('does not keep a site from being emptied', async () => {
    await db().user.deleteMany();
    expect(await db().user.count()).toBe(0);
  });

  it('remains when two admins demote each other at the same moment', async () => {
    const [first, second] = connections;
    const sql = `UPDATE users SET role = 'reader' WHERE username = $1`;
    await first.query('BEGIN');
    await second.query('BEGIN');
    await first.query(sql, ['vera']);
    // It waits for the first transaction, so it is not awaited yet.
    const waiting = codeOf(second.query(sql, ['linus']));
    await first.query('COMMIT');
    expect(await waiting).toBe('last-admin');
    await second.query('ROLLBACK');
    expect(await admins()).toBe(1);
    await changeRole('vera', 'admin');
    const codes = await Promise.all([codeOf(demote(vera)), codeOf(demote(linus))]);
    expect(codes.toSorted()).toEqual(['last-admin', null]);
  });
});
