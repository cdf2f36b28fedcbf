import { expect, test } from 'vitest';
import { idsOf, standsMarkup } from './stands.ts';

const comment = (id: string, excerpt: string, username: string | null = 'ada') => ({
  ...{ id, excerpt },
  author: username === null ? null : { username },
});

test('each quote is escaped text with a link to its comment, in the order agreeing, both, disagreeing', () => {
  const stands = {
    agreeing: comment('a', '<b>1</b>'),
    disagreeing: comment('d', 'Three', null),
    commonGround: comment('c', 'Two'),
  };
  const { text } = standsMarkup('on-x', stands);
  expect(text).not.toContain('<b>');
  expect(text.match(/href="[^"]+"/g)).toEqual(
    ['a', 'c', 'd'].map((id) => `href="/v/on-x?comment=${id}#c-${id}"`),
  );
  expect(text).toContain('Read the comment by deleted account');
  expect(idsOf(stands)).toBe('a c d');
});

test('without a comment that a side finds best there is nothing', () => {
  expect(standsMarkup('on-x', { agreeing: null, disagreeing: null, commonGround: null }).text).toBe('');
});

test('with common ground, a side’s comment isn’t called its best, which may be the common one', () => {
  const [agreeing, disagreeing] = [comment('a', 'One'), comment('d', 'Three')];
  const apart = standsMarkup('on-x', { agreeing, disagreeing, commonGround: null }).text;
  expect(apart.match(/find this \w+/g)).toEqual(['find this best', 'find this best']);
  const common = standsMarkup('on-x', { agreeing, disagreeing, commonGround: comment('c', 'Two') }).text;
  expect(common).not.toContain('best');
});
