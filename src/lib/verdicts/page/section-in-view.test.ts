import { expect, test } from 'vitest';
import { sectionInView } from './section-in-view.ts';

const view = { height: 800, isAtEnd: false, addressed: -1 };

test('the section being read is the last that has begun, also scrolling up, and the first above all', () => {
  expect(sectionInView({ ...view, tops: [-900, -300, 500] })).toBe(1);
  expect(sectionInView({ ...view, tops: [-200, 400, 1200] })).toBe(0);
  expect(sectionInView({ ...view, tops: [300, 900, 1700] })).toBe(0);
});

test('after a jump it is the section of the link, even if that is short', () => {
  expect(sectionInView({ ...view, tops: [-500, 24, 120, 400] })).toBe(1);
});

test('at the end of the page it is the last section, or the one that the address names', () => {
  const end = { ...view, isAtEnd: true, tops: [-900, -100, 300, 600] };
  expect(sectionInView(end)).toBe(3);
  expect(sectionInView({ ...end, addressed: 2 })).toBe(2);
  expect(sectionInView({ ...end, addressed: 0 })).toBe(3);
});
