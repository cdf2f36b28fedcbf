import { expect, test } from 'vitest';
import { stepLink } from './step-link.ts';

test('while the votes are hidden, a line at the assumptions says when they appear', () => {
  const claims = ['a', 'b'].map((id) => ({ id, kind: 'assumption' }));
  const verdict = { slug: 'v', sections: [{ id: 's', kind: 'assumptions', blocks: [] }], claims };
  const line = (blindUntil?: string) => stepLink({ ...verdict, blindUntil } as never)['s'];
  expect(line('2026-11-30T00:00:00.000Z')).toContain('appear once you have voted');
  expect(line()).not.toContain('appear once you have voted');
});
