import { beforeEach, expect, test, vi } from 'vitest';
import {
  localPosition,
  localPositions,
  MAX_KEPT,
  moveLocalPosition,
  POSITIONS_KEY,
} from './local-positions.ts';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
  });
});
const now = new Date('2026-11-29T10:00:00Z');
const move = (slug: string, seq: number, section: string | null = null, at = now) =>
  moveLocalPosition(slug, { seq, section, now: at });

test('a position without an account moves forward only, and keeps the last section', () => {
  move('a', 5, 's-1');
  move('a', 3, null, new Date(0));
  expect(localPosition('a')).toEqual({ slug: 'a', seq: 5, at: now.toISOString(), section: 's-1' });
  expect(localPosition('b')).toBeNull();
});

test('the browser keeps the verdicts that were read last', () => {
  for (let i = 0; i <= MAX_KEPT; i++) move(`v${i}`, 1);
  move('v1', 2);
  expect(localPositions()).toHaveLength(MAX_KEPT);
  expect(localPosition('v0')).toBeNull();
  move('new', 1);
  expect([localPosition('v2'), localPosition('v1')?.seq]).toEqual([null, 2]);
});

test('what isn’t ours is ignored', () => {
  for (const text of ['{', '{"a":1}', '[null,1,{"slug":"a"}]']) {
    stored.set(POSITIONS_KEY, text);
    expect(localPositions()).toEqual([]);
  }
});
