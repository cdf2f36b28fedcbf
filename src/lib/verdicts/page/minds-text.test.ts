import { expect, test } from 'vitest';
import { describeMinds, mindsMarkup } from './minds-text.ts';

const classification = { kind: 'classification', label: 'Cope' } as const;
const fell = { readers: 34, before: 0.618, after: 0.48, low: -0.25, high: -0.03 };

test('a change is told with its count and interval', () => {
  expect(describeMinds(fell)).toBe(
    'fell from 62 % to 48 % (34 readers; 95 % interval of the change: −25 to −3 points).',
  );
  expect(describeMinds({ readers: 20, before: 0.5, after: 0.6, low: 0.01, high: 0.19 })).toContain(
    'rose from 50 %',
  );
  expect(describeMinds({ readers: 20, before: 0.5, after: 0.5, low: -0.1, high: 0.12 })).toContain(
    'stayed at 50 %',
  );
  const assumption = { id: 'a', kind: 'assumption', label: 'It scales.', minds: fell } as const;
  expect(mindsMarkup([assumption])).toContain(
    '“It scales”: after reading the discussion, the share who say it is assumed <span>fell from 62 %',
  );
});

test('only claims with a change that chance doesn’t explain have a line, with their labels escaped', () => {
  const clear = { id: 'a', ...classification, label: 'Cope <b>', minds: fell };
  const unclear = { id: 'b', ...classification, label: 'Other', minds: { ...fell, high: 0.01 } };
  const html = mindsMarkup([clear, unclear]);
  expect(html).toContain('agreement with “Cope &#60;b&#62;”');
  expect(html).not.toContain('Other');
  expect(mindsMarkup([unclear])).toContain('The discussion changed few minds so far.');
  expect(mindsMarkup([{ ...unclear, minds: null }])).toBe('');
});
