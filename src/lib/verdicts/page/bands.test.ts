import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explanationsOf } from './bands.ts';

const band = (name: string | null) =>
  explanationsOf({ score: { value: 1, max: 100, band: name }, mode: null }).band;
const mode = (name: string | null) => explanationsOf({ score: null, mode: name }).mode;

test.each(['lucid', 'moderate', 'heavy cope', 'pure cope'])(
  'the band %s is explained with its scores',
  (name) => {
    expect(band(name)).toMatch(/^Scores from .*\d+ to \d+: .*\.$/);
  },
);

test.each(['lucid', 'reframing', 'deflection'])('the mode %s is explained', (name) => {
  expect(mode(name)).toMatch(/^\w.*\.$/);
});

test('the modes of the samples are explained', () => {
  const folder = join(import.meta.dirname, '../samples');
  const modes = readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/^Mode: (.+)$/gm)].map(([, found]) => found!),
  );
  expect(modes.length).toBeGreaterThan(0);
  expect(modes.filter((name) => mode(name) === null)).toEqual([]);
});

test('capitals, underscores and spaces make no difference', () => {
  expect(band(' Heavy_Cope ')).toBe(band('heavy cope'));
  expect(mode('Partial-truth')).toBe(mode('partial_truth'));
});

test.each([null, '', 'wishful arithmetic', 'constructor'])('an unknown name is not explained: %s', (name) => {
  expect([band(name), mode(name)]).toEqual([null, null]);
});

test('a verdict without score and mode has nothing to explain', () => {
  expect(explanationsOf({ score: null, mode: null })).toEqual({ band: null, mode: null, score: null });
});

test('a score is explained by both ends of its scale, and with what cope is', () => {
  const { score } = explanationsOf({ score: { value: 34, max: 100, band: 'moderate' }, mode: null });
  expect(score).toMatch(/^0: .* 100: .* cope: /);
});
