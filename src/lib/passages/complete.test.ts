import { expect, test } from 'vitest';
import type { Section } from '#lib/verdicts/verdict.ts';
import { anchorInput } from './anchor-input.ts';
import { completeAnchor } from './complete.ts';

const sectionOf = (...texts: string[]): Section => ({
  ...{ id: 's', heading: '', kind: 'other', banners: [] },
  blocks: texts.map((text) => ({ type: 'paragraph', text })),
});
const verdict = { sections: [sectionOf('The firm\'s "pace"  is theirs.', 'It grew.')], version: 3 };
const complete = (input: unknown, now = verdict, before?: typeof verdict) =>
  completeAnchor(anchorInput.parse(input), now, before);

test('a passage can be quoted with straight or typographic quotes and gets its place', () => {
  for (const quote of ['firm’s “pace” is theirs. It', ' firm\'s "pace" is theirs. It '])
    expect(complete({ section: 's', quote })).toEqual({
      ...{ section: 's', block: 0, start: 4, end: 32, exact: 'firm\'s "pace"  is theirs.\nIt' },
      ...{ prefix: 'The ', suffix: ' grew.', version: 3, state: 'exact', checked: 3, quote: quote.trim() },
    });
  expect(complete({ section: 's', quote: 'The firms pace' })).toBeNull();
  expect(complete({ section: 'other', quote: 'It grew.' })).toBeNull();
});

test('a passage with its place is checked against the text, and quoted as the page shows it', () => {
  const passage = { section: 's', block: 0, start: 11, end: 17, exact: '“pace”', version: 3 };
  const quoted = { ...passage, exact: '"pace"', quote: '“pace”', state: 'exact' };
  expect(complete(passage)).toMatchObject(quoted);
  // What a response says besides is accepted and not believed.
  expect(complete({ ...passage, quote: 'x', state: 'lost', checked: 1 })).toMatchObject(quoted);
  expect(complete({ ...passage, exact: 'peace' })).toBeNull();
  expect(
    complete({ ...passage, start: 4000, end: 5000, exact: 'The firm’s “pace” is theirs.' }),
  ).toMatchObject({
    ...{ block: 0, start: 0 },
  });
});

test('a passage of an older version is found in the current one, or not there', () => {
  const now = { sections: [sectionOf('New here.', 'The firm\'s "pace"  is theirs!')], version: 4 };
  const passage = {
    section: 's',
    block: 0,
    start: 0,
    end: 27,
    exact: 'The firm\'s "pace"  is their',
    version: 3,
  };
  expect(complete(passage, now, verdict)).toMatchObject({
    block: 1,
    start: 0,
    end: 27,
    version: 4,
    checked: 4,
  });
  const grew = { section: 's', block: 1, start: 0, end: 8, exact: 'It grew.', version: 3 };
  expect(complete(grew, now, verdict)).toBeNull();
});

test.each([
  { section: 's', quote: 'x'.repeat(2001) },
  { section: 's', quote: 'half \ud83d' },
  { section: 's', quote: 'x', extra: 1 },
  { section: 's', block: -1, start: 0, end: 1, exact: 'x', version: 1 },
  { section: 's', block: 0, start: 0, end: 2 ** 31, exact: 'x', version: 1 },
  { section: 's', block: 0, start: 0, end: 1, exact: '\ud83d', version: 1 },
])('a passage out of bounds is refused: %j', (input) => {
  expect(anchorInput.safeParse(input).success).toBe(false);
});

test('of the text before and after a passage no more is compared than responses have', () => {
  const passage = { section: 's', block: 0, start: 0, end: 1, exact: 'x', version: 1 };
  expect(
    anchorInput.parse({ ...passage, prefix: `${'a'.repeat(400)}b`, suffix: `c${'a'.repeat(400)}` }),
  ).toMatchObject({
    ...{ prefix: `${'a'.repeat(31)}b`, suffix: `c${'a'.repeat(31)}` },
  });
});
