import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { REPORT_REASONS, RULE_ANCHORS } from '../moderation/reports/reason.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { changeRules } from './change-rules.server.ts';
import { DEFAULT_RULES } from './default-rules.ts';
import { listRuleChanges, listRules } from './list-rules.server.ts';
import { anchorOf, changed } from './rule-set.ts';

await freshDatabase();

const now = new Date('2026-06-22T09:00:00Z');
let linus: Actor;
let mary: Actor;
beforeAll(async () => {
  [linus, mary] = [await enter('linus', 'admin'), await enter('mary', 'moderator')];
});

const anchors = async () => (await listRules()).rules.map(({ anchor }) => anchor);
const change = (input: Parameters<typeof changeRules>[0], actor: Actor | null = linus) =>
  changeRules(input, { actor, now });

test('each reason of a report names a rule that the site is shipped with, except “something else”', () => {
  const shipped = DEFAULT_RULES.rules.map(({ anchor }) => anchor);
  const missing = REPORT_REASONS.filter((reason) => !shipped.includes(RULE_ANCHORS[reason] ?? ''));
  expect(missing).toEqual(['other']);
  expect(new Set(shipped).size).toBe(shipped.length);
});

test('only admins change the rules, each change is recorded, and of two admins the second is refused', async () => {
  const before = await anchors();
  const rule = { title: 'No spoilers!', text: 'Not *even* in quotes. <b>x</b>' };
  for (const actor of [null, mary])
    await expect(change({ kind: 'add', version: 0, ...rule }, actor)).rejects.toMatchObject({
      code: actor ? 'forbidden' : 'sign-in-first',
    });
  expect(await change({ kind: 'add', version: 0, ...rule })).toEqual({ anchor: 'no-spoilers' });
  await expect(change({ kind: 'remove', version: 0, anchor: 'spam' })).rejects.toMatchObject({
    code: 'rules-changed',
  });
  const twice = ['up', 'down'].map((by) =>
    change({ kind: 'move', version: 1, anchor: 'no-spoilers', by: by as 'up' }),
  );
  const outcomes = await Promise.allSettled(twice);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await anchors()).sort()).toEqual([...before, 'no-spoilers'].sort());
  const { rules, changedAt } = await listRules();
  expect(changedAt).toBe(now.toISOString());
  expect(rules.find(({ anchor }) => anchor === 'no-spoilers')?.html).toBe(
    '<p>Not <em>even</em> in quotes. &lt;b&gt;x&lt;/b&gt;</p>',
  );
  expect(await listRuleChanges(linus)).toMatchObject([
    { version: 2, change: 'move', anchor: 'no-spoilers', by: 'linus' },
    { version: 1, change: 'add', anchor: 'no-spoilers', by: 'linus', at: now.toISOString() },
  ]);
  await expect(listRuleChanges(mary)).rejects.toMatchObject({ code: 'forbidden' });
});

test('an edit keeps the anchor, and the anchor of a removed rule stays on the page until it is used again', () => {
  const set = { rules: DEFAULT_RULES.rules.slice(0, 2), former: [] };
  const [first, second] = set.rules.map(({ anchor }) => anchor);
  const after = (from: typeof set, by: Parameters<typeof changed>[1]) => {
    const result = changed(from, by, now);
    if (typeof result === 'string') throw new Error(result);
    return result.set as typeof set;
  };
  const edited = after(set, { kind: 'edit', anchor: first!, title: 'Other', text: 'words' });
  expect(edited.rules).toEqual([{ anchor: first, title: 'Other', text: 'words' }, set.rules[1]]);
  expect(after(set, { kind: 'move', anchor: second!, by: 'up' }).rules).toEqual(set.rules.toReversed());
  const gone = after(edited, { kind: 'remove', anchor: first! });
  expect(gone.former).toEqual([{ anchor: first, title: 'Other', removedAt: now.toISOString() }]);
  const back = after(gone, { kind: 'add', anchor: first, title: 'Back', text: 'again' });
  expect(back).toEqual({
    rules: [set.rules[1], { anchor: first, title: 'Back', text: 'again' }],
    former: [],
  });
  expect(changed(set, { kind: 'add', anchor: first, title: 'x', text: 'y' }, now)).toBe('rule-anchor-taken');
  expect(changed(set, { kind: 'add', title: 'Main', text: 'y' }, now)).toBe('rule-anchor-taken');
  expect(changed(set, { kind: 'remove', anchor: 'none' }, now)).toBe('rule-not-found');
});

test.each([
  ['Don’t publish private data!', 'dont-publish-private-data'],
  ['  Être — là 2 ', 'etre-la-2'],
  ['規則', ''],
  ['a'.repeat(39) + ' b', 'a'.repeat(39)],
])('the anchor of “%s” is %s', (title, anchor) => {
  expect(anchorOf(title)).toBe(anchor);
});
