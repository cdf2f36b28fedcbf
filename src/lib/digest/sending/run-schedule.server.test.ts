import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { changeReportSchedule } from '#lib/site-settings/change-report-schedule.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publishAt } from '../../../../tests/support/report-week.ts';
import { subscribe } from '../../../../tests/support/subscribers.ts';
import { composeNext } from '../issues/compose-next.server.ts';
import { introduce } from '../issues/edit-issue.server.ts';
import { findReportPanel } from './find-report-panel.server.ts';
import { runSchedule } from './run-schedule.server.ts';
import { pauseSending, sendIssue, settle } from './send-issue.server.ts';

await freshDatabase();

/** 2026-05-22 is a Friday. */
const at = (time: string) => new Date(`2026-05-${time}Z`);
const FRIDAYS = { reportSchedule: 'on', reportWeekday: 5, reportHour: 9 } as const;
let linus: Actor;

beforeAll(async () => {
  linus = await enter('linus', 'admin');
});
beforeEach(async () => {
  await db().reportIssue.deleteMany();
  await db().mail.deleteMany();
  await db().subscriber.deleteMany();
  await db().verdict.deleteMany();
  await subscribe('ada@example.org');
  await changeReportSchedule(FRIDAYS, { actor: linus, now: at('20T00:00:00') });
});

const issues = () =>
  db().reportIssue.findMany({
    orderBy: { composedAt: 'asc' },
    select: { n: true, state: true, skipReason: true, scheduledFor: true },
  });
const mails = () => db().mail.count();
const SLOT = at('22T09:00:00');

test('the issue of the week is composed and sent at its hour, once', async () => {
  await publishAt('Fresh', at('21T00:00:00'));
  await runSchedule(at('22T08:59:00'));
  expect(await issues()).toEqual([]);
  await runSchedule(at('22T09:00:30'));
  await runSchedule(at('22T09:01:30'));
  expect(await issues()).toEqual([{ n: 1, state: 'sending', skipReason: null, scheduledFor: SLOT }]);
  expect(await mails()).toBe(1);
});

test('of several processes that look at once, one sends', async () => {
  await publishAt('Fresh', at('21T00:00:00'));
  await Promise.all([1, 2, 3, 4].map(() => runSchedule(at('22T09:00:00'))));
  expect(await issues()).toMatchObject([{ n: 1, state: 'sending' }]);
  expect(await mails()).toBe(1);
});

test('a week in which nothing happened sends nothing, and the report page says so', async () => {
  await Promise.all([1, 2, 3].map(() => runSchedule(at('22T09:00:00'))));
  expect(await issues()).toEqual([{ n: null, state: 'skipped', skipReason: 'nothing', scheduledFor: SLOT }]);
  const now = at('22T10:00:00');
  expect((await findReportPanel({ actor: linus, now })).skipped).toEqual({
    at: SLOT.toISOString(),
    reason: 'nothing',
  });
  // What happens afterwards is for the next week, and counts from before the one that was skipped.
  await publishAt('Fresh', at('27T00:00:00'));
  await runSchedule(at('28T09:00:00'));
  expect(await issues()).toHaveLength(1);
  await runSchedule(at('29T09:00:00'));
  expect(await issues()).toMatchObject([{ state: 'skipped' }, { n: 1, state: 'sending' }]);
  expect((await findReportPanel({ actor: linus, now: at('29T10:00:00') })).skipped).toBeNull();
});

test('a draft that an admin prepared is sent as it is', async () => {
  await publishAt('Fresh', at('20T00:00:00'));
  const { id, version } = (await composeNext(at('21T00:00:00')))!;
  await introduce({ version, introduction: 'Hello.' }, { actor: linus });
  await publishAt('After the draft', at('22T00:00:00'));
  await runSchedule(at('22T09:00:00'));
  const issue = await db().reportIssue.findUniqueOrThrow({ where: { id } });
  expect(issue).toMatchObject({ state: 'sending', scheduledFor: SLOT });
  expect(issue.text).toContain('Hello.');
  expect(issue.text).not.toContain('After the draft');
});

test('an issue that an admin sent within the last day is that week’s issue', async () => {
  await publishAt('Fresh', at('20T00:00:00'));
  const now = at('22T08:00:00');
  const { version } = (await composeNext(now))!;
  await sendIssue({ version }, { actor: linus, now });
  await db().mail.updateMany({ data: { state: 'sent' } });
  await settle(now);
  await publishAt('Within the hour', at('22T08:30:00'));
  await runSchedule(at('22T09:00:00'));
  expect(await issues()).toMatchObject([{ n: 1 }, { skipReason: 'recent' }]);
});

test('an issue that is still being sent, or paused, is finished before the next one', async () => {
  await publishAt('Fresh', at('20T00:00:00'));
  const now = at('20T08:00:00');
  const { version } = (await composeNext(now))!;
  await sendIssue({ version }, { actor: linus, now });
  await pauseSending({ actor: linus });
  await publishAt('Later', at('21T00:00:00'));
  await runSchedule(at('22T09:00:00'));
  expect(await issues()).toMatchObject([{ n: 1, state: 'paused' }, { skipReason: 'unfinished' }]);
});

test('a schedule that is off does nothing', async () => {
  await changeReportSchedule({ ...FRIDAYS, reportSchedule: 'off' }, { actor: linus, now: at('20T00:00:00') });
  await publishAt('Fresh', at('21T00:00:00'));
  await runSchedule(at('22T09:00:00'));
  expect(await issues()).toEqual([]);
});
