import { expect, test } from 'vitest';
import { parseSourceLine } from './source-line.ts';

const read = (line: string) => {
  const source = parseSourceLine(line);
  return (
    source && [
      source.name,
      source.feed,
      source.published?.day ?? source.published?.text ?? null,
      source.model,
    ]
  );
};

test.each([
  [
    'arXiv econ.GN · 21 May 2026 ·minimax/minimax-m2.7',
    ['arXiv', 'arXiv econ.GN', '2026-05-21', 'minimax/minimax-m2.7'],
  ],
  [
    'Hacker News Front Page·14 May 2026·  minimax-quality',
    ['Hacker News', 'Hacker News Front Page', '2026-05-14', 'minimax-quality'],
  ],
  [
    'MIT Technology Review · 18 May 2026',
    ['MIT Technology Review', 'MIT Technology Review', '2026-05-18', null],
  ],
  [
    'MIT Technology Review · anthropic/claude-sonnet-4.5',
    ['MIT Technology Review', 'MIT Technology Review', null, 'anthropic/claude-sonnet-4.5'],
  ],
  ['21 May 2026 · m/m-1', [null, null, '2026-05-21', 'm/m-1']],
  ['arXiv cs.SE · Feb 2023 · sample', ['arXiv', 'arXiv cs.SE', 'Feb 2023', 'sample']],
  ['arXiv cs.CY', ['arXiv', 'arXiv cs.CY', null, null]],
  ['Le Monde · Économie · 2026-05-21 · m/m-1', ['Le Monde', 'Le Monde · Économie', '2026-05-21', 'm/m-1']],
])('%s', (line, parts) => {
  expect(read(line)).toEqual(parts);
});

test.each(['Work · Life · Balance', 'A title without dots', 'arXiv is not a journal', ''])(
  '“%s” is no source line',
  (line) => {
    expect(parseSourceLine(line)).toBeNull();
  },
);
