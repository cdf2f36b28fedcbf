import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corpus } from '../../../../../tests/support/verdict-corpus.ts';
import { bodyOf } from '../../../../../tests/support/verdict-words.ts';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';

// What follows a verdict on the site comes in any order, holds what people wrote, and may end anywhere.

const BOXES = [
  'No comments yet. Be the first to weigh in.',
  'No comments yet',
  'The Cope Report\n\nA weekly digest of AI displacement cope, scored by the Oracle.\nTop stories, new verdicts, and fresh data.\n\nSubscribe Free\n\nWeekly. No spam. Unsubscribe anytime. Powered by beehiiv.',
  'Got feedback?\n\nSend Feedback',
  'Share this verdict\n\nCopy link\n\nX\n\nLinkedIn',
  'Share this analysis',
  'Related verdicts\n\nNBER · 2 Feb 2026\nA paper about pay\nPlain evidence. No cope detected.',
  'Sign in to comment',
  '← Back to all verdicts',
];
/** What a comment says may look like any part of a verdict. */
const COMMENTS = [
  'I agree.',
  'THE VERDICT',
  'The Core Fallacy',
  'Classification: Comment. Thread.',
  'HIDDEN ASSUMPTIONS\n\n1. That anybody reads this.',
  '- one\n- two',
  '> It fails.\n\nIt does.',
  'Rationale: none.',
  'Analysis',
  'arXiv cs.CY · 2 Jun 2026 · m/m-1',
  'https://example.org/what-i-wrote',
  '| a | b |',
];
const comments = fc
  .array(fc.tuple(fc.constantFrom('ada', 'tomasz_k', 'THE ORACLE'), fc.constantFrom(...COMMENTS)), {
    minLength: 1,
    maxLength: 4,
  })
  .map(
    (all) =>
      `Comments (${all.length})\n\n${all.map(([name, text]) => `${name}\n2 days ago\n${text}\n\nReply`).join('\n\n')}`,
  );
const tail = fc.array(fc.oneof(fc.constantFrom(...BOXES), comments), { minLength: 1, maxLength: 5 });

/** The pages, each without what follows its verdict. */
const bare = corpus
  .filter(({ expected }) => expected.body !== undefined)
  .map((page) => [page.name, bodyOf(page, page.text)] as const);

test.each(bare)('%s: any order of boxes is cut', (_, text) => {
  const verdict = parseVerdict(text);
  fc.assert(
    fc.property(tail, (boxes) => {
      expect(parseVerdict(`${text}\n\n${boxes.join('\n\n')}\n`)).toEqual(verdict);
    }),
    { numRuns: 4 },
  );
});

test.each(bare)('%s: what follows may end anywhere below its first line', (_, text) => {
  const verdict = parseVerdict(text);
  fc.assert(
    fc.property(tail, fc.nat(), (boxes, n) => {
      const after = boxes.join('\n\n');
      const first = after.indexOf('\n') < 0 ? after.length : after.indexOf('\n');
      const end = first + (n % (after.length - first + 1));
      expect(parseVerdict(`${text}\n\n${after.slice(0, end)}`)).toEqual(verdict);
    }),
    { numRuns: 4 },
  );
});
