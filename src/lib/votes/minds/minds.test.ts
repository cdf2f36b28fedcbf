import { describe, expect, test } from 'vitest';
import { mindsOf, nextMinds, type MindCounts } from './minds.ts';

const counts = (readers: number, { won = 0, lost = 0 } = {}): MindCounts => ({
  stayedAgree: Math.floor((readers - won - lost) / 2),
  stayedDisagree: Math.ceil((readers - won - lost) / 2),
  ...{ won, lost },
});

describe('the interval of a change', () => {
  // Fagerland, Lydersen and Laake, "Recommended tests and confidence intervals for paired binomial proportions",
  // Statistics in Medicine 33 (2014), table V: 1, 1, 7 and 12 children before and after a transplantation.
  test('is that of a published example', () => {
    const minds = mindsOf({ stayedAgree: 1, won: 1, lost: 7, stayedDisagree: 12 });
    expect([minds.low.toFixed(3), minds.high.toFixed(3)]).toEqual(['-0.508', '-0.013']);
    expect(minds).toMatchObject({ readers: 21, before: 0.381, after: 0.0952 });
  });

  test('is mirrored if every vote is', () => {
    const { low, high } = mindsOf({ stayedAgree: 9, won: 4, lost: 8, stayedDisagree: 13 });
    expect(mindsOf({ stayedAgree: 13, won: 8, lost: 4, stayedDisagree: 9 })).toMatchObject({
      ...{ low: -high, high: -low },
    });
  });

  test('stays within what is possible', () => {
    for (const all of [{ won: 20 }, { lost: 20 }])
      for (const bound of [mindsOf(counts(20, all)).low, mindsOf(counts(20, all)).high])
        expect(Math.abs(bound)).toBeLessThanOrEqual(1);
  });
});

describe('changed minds are published', () => {
  const none = { minds: null, tens: 0 };

  test('from 20 readers', () => {
    expect(nextMinds(counts(19), none)).toBeNull();
    expect(nextMinds(counts(20), none)).toMatchObject({ minds: { readers: 20 }, tens: 2 });
  });

  test('again only when another ten of readers is reached for the first time', () => {
    const shown = nextMinds(counts(29), none)!;
    expect(nextMinds(counts(29, { won: 5 }), shown)).toBeNull();
    expect(nextMinds(counts(22), shown)).toBeNull();
    const more = nextMinds(counts(30), shown)!;
    expect(more).toMatchObject({ minds: { readers: 30 }, tens: 3 });
    expect(nextMinds(counts(29), more)).toBeNull();
    expect(nextMinds(counts(30, { lost: 1 }), more)).toBeNull();
  });

  test('no longer with too few readers, until there are more than ever', () => {
    const gone = nextMinds(counts(19), { ...nextMinds(counts(25), none)! })!;
    expect(gone).toEqual({ minds: null, tens: 2 });
    expect(nextMinds(counts(29), gone)).toBeNull();
    expect(nextMinds(counts(30), gone)).toMatchObject({ minds: { readers: 30 } });
  });
});
