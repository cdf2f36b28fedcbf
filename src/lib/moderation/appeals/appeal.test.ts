import { expect, test } from 'vitest';
import { whyNotAppeal, type AppealFacts } from './appeal.ts';
import { APPEAL_WINDOW } from '#lib/moderation/cases/case.ts';

const createdAt = new Date('2026-06-01T00:00:00Z');
const at = (ms: number) => new Date(createdAt.getTime() + ms);
const removal: AppealFacts = { kind: 'remove', subjectId: 'ada', createdAt, undone: false, appealed: false };

test('the subject of a decision can appeal once, within 14 days', () => {
  expect(whyNotAppeal(removal, 'ada', at(APPEAL_WINDOW))).toBeNull();
  expect(whyNotAppeal(removal, 'ada', at(APPEAL_WINDOW + 1))).toBe('appeal-too-late');
  expect(whyNotAppeal({ ...removal, appealed: true }, 'ada', at(1))).toBe('appealed-already');
});

test('no one else can appeal, and not against undone decisions or those without consequences', () => {
  expect(whyNotAppeal(removal, 'grace', at(1))).toBe('appeal-not-possible');
  expect(whyNotAppeal({ ...removal, undone: true }, 'ada', at(1))).toBe('appeal-not-possible');
  for (const kind of ['keep', 'hide', 'hold', 'lock', 'erase', 'uphold_appeal', 'undo'] as const)
    expect(whyNotAppeal({ ...removal, kind }, 'ada', at(1))).toBe('appeal-not-possible');
});
