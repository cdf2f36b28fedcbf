import { expect, test } from 'vitest';
import { successorsOf, type ComparedClaim } from './successors.ts';

const claim = (id: string, label: string, position = 0, kind: ComparedClaim['kind'] = 'assumption') => ({
  ...{ id, label, position, kind },
});
const pairs = (...lists: [ComparedClaim[], ComparedClaim[]]) => [...successorsOf(...lists)].sort();

test('each retired claim is followed by the most similar new one of its kind, wherever that is', () => {
  const retired = [claim('a', 'Readers read every page.', 2), claim('b', 'Machines listen to readers.', 3)];
  const added = [claim('B', 'Machines listen to some readers.', 2), claim('A', 'Readers read a page.', 5)];
  expect(pairs(retired, added)).toEqual([
    ['a', 'A'],
    ['b', 'B'],
  ]);
});

test('a new claim follows one retired claim at most', () => {
  const retired = [claim('a', 'Readers read pages.'), claim('b', 'Readers read every page.')];
  expect(pairs(retired, [claim('B', 'Readers read every single page.')])).toEqual([['b', 'B']]);
});

test('an assumption about something else follows none, nor one of another kind', () => {
  const retired = [claim('a', 'Readers read.')];
  expect(pairs(retired, [claim('A', 'Wages rise with output.')])).toEqual([]);
  expect(pairs(retired, [claim('A', 'Readers read.', 0, 'classification')])).toEqual([]);
});

test('a classification in the same place follows also without a common word, if none was added or dropped', () => {
  const before = [claim('a', 'Thinly argued', 1, 'classification')];
  const after = claim('A', 'Well supported', 1, 'classification');
  expect(pairs(before, [after])).toEqual([['a', 'A']]);
  expect(pairs(before, [after, claim('B', 'Reassurance', 2, 'classification')])).toEqual([]);
  expect(pairs(before, [{ ...after, position: 0 }])).toEqual([]);
});
