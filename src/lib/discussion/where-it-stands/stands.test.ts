import { expect, test } from 'vitest';
import { idsOf, standsMarkup } from './stands.ts';

const comment = (id: string, excerpt: string, username: string | null = 'ada') => ({
  ...{ id, excerpt },
  author: username === null ? null : { username },
});

const all = () => true;

test('each quote is escaped text with a link to its comment, on the page if it is there, in the order agreeing, both, disagreeing', () => {
  const stands = {
    agreeing: comment('a', '<b>1</b>'),
    disagreeing: comment('d', 'Three', null),
    commonGround: comment('c', 'Two'),
  };
  const { text } = standsMarkup('on-x', stands, (id) => id === 'c');
  expect(text).not.toContain('<b>');
  expect(text.match(/href="[^"]+"/g)).toEqual(
    ['/v/on-x?comment=a#c-a', '#c-c', '/v/on-x?comment=d#c-d'].map((href) => `href="${href}"`),
  );
  expect(text).toContain('aria-label="Read the comment by deleted account">Read the comment</a>');
  expect(idsOf(stands)).toBe('a c d');
});

test('without a comment that a side finds best there is nothing', () => {
  expect(standsMarkup('on-x', { agreeing: null, disagreeing: null, commonGround: null }, all).text).toBe('');
});

test('with common ground, a side’s comment isn’t called its best, which may be the common one', () => {
  const [agreeing, disagreeing] = [comment('a', 'One'), comment('d', 'Three')];
  const apart = standsMarkup('on-x', { agreeing, disagreeing, commonGround: null }, all).text;
  expect(apart.match(/find this \w+/g)).toEqual(['find this best', 'find this best']);
  const common = standsMarkup('on-x', { agreeing, disagreeing, commonGround: comment('c', 'Two') }, all).text;
  expect(common).not.toContain('best');
});
