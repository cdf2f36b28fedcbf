import { expect, test } from 'vitest';
import { splitSentences } from './sentences.ts';

test.each([
  [
    'Prestige signaling. Analytically competent. Inadequate.',
    ['Prestige signaling.', 'Analytically competent.', 'Inadequate.'],
  ],
  ['No full stop at the end', ['No full stop at the end']],
  ['It costs $1.75T, i.e. a lot. So what?', ['It costs $1.75T, i.e. a lot.', 'So what?']],
  ['The U.S. plant closes. Dr. Rock said so.', ['The U.S. plant closes.', 'Dr. Rock said so.']],
  ['J. K. Rush et al. find it. See Fig. 3 for more.', ['J. K. Rush et al. find it.', 'See Fig. 3 for more.']],
  ['It asks "what if?" The paper does not.', ['It asks "what if?"', 'The paper does not.']],
  ['"Why?" he asked. "Because." It ended.', ['"Why?" he asked.', '"Because."', 'It ended.']],
  ['Notice, consultation, etc. and so on. Fine.', ['Notice, consultation, etc. and so on.', 'Fine.']],
  [
    'It slowed… then stopped. Then nothing... Really?!',
    ['It slowed… then stopped.', 'Then nothing...', 'Really?!'],
  ],
  ['这不是问题。这是结果！', ['这不是问题。', '这是结果！']],
  ['“Robust” is a goal. (It is not.) Next.', ['“Robust” is a goal.', '(It is not.)', 'Next.']],
  ['   ', []],
])('“%s” has these sentences', (text, sentences) => {
  expect(splitSentences(text)).toEqual(sentences);
});
