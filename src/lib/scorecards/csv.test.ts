import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

/** Cells of a CSV file, read as RFC 4180 says. */
function read(csv: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, plain, end] of csv.matchAll(cells)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end !== ',') rows.push([]);
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

test('text is quoted, numbers aren’t, and lines end as RFC 4180 says', () => {
  expect(
    csvOf(
      ['name', 'share'],
      [
        ['Says "yes", and loudly', 0.5],
        [null, 12],
      ],
    ),
  ).toBe('"name","share"\r\n"Says ""yes"", and loudly",0.5\r\n,12\r\n');
});

test('a formula becomes text, in every spelling', () => {
  const formulas = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '＝1',
    '＋1',
    '－1',
    '＠A',
    '−1',
    '\ufeff=1',
  ];
  for (const formula of formulas) {
    const [[cell]] = read(csvOf([formula], [])) as [[string]];
    expect(cell, formula).toBe(`'${formula.trim()}`);
  }
  expect(() => csvOf(['n'], [[-1]])).toThrow(RangeError);
});

const hostile = fc.string({
  unit: fc.constantFrom(...'=+-@＝＋－＠−\t\r\n ,;|"\'\ufeff\u200baB1é'),
  maxLength: 12,
});

test('whatever the text, no cell begins with a formula character, and its words are unchanged', () => {
  const isFormula = (cell: string) => /^[\s\p{C}"]*[=+\-@＝＋－＠−]|^[\t\r\n]/u.test(cell);
  fc.assert(
    fc.property(fc.array(fc.tuple(hostile, hostile), { maxLength: 5 }), (texts) => {
      const csv = csvOf(['a', 'b'], texts);
      const rows = read(csv);
      expect(rows.flat().filter(isFormula)).toEqual([]);
      // Where Excel separates by semicolons, it splits rows at them.
      expect(csv.split(/;|\r\n/).filter(isFormula)).toEqual([]);
      const letters = (text: string) => text.replace(/['\s]/g, '');
      expect(rows.slice(1).map((row) => row.map(letters))).toEqual(texts.map((row) => row.map(letters)));
    }),
    { numRuns: 500 },
  );
});
