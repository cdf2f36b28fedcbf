import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Words of a private or old-fashioned style, with what to write instead. */
const AVOIDED: [word: RegExp, instead: string][] = [
  [/\b(whoever|whomever|whosoever)\b/i, 'name the user, client or process'],
  [/\banew\b/i, 'again'],
  [/\b(thereof|therein|thereby|thereupon|wherein|whereof|whereupon|henceforth)\b/i, 'use a short sentence'],
  [/\bof so many\b|\bso many times as\b/i, 'give the number'],
  [/\bits like\b/i, 'name the thing'],
  [/\bat the price of\b/i, 'say what it costs'],
  [/\b(hung|hangs?) up\b/i, 'disconnects'],
  [/\bgo(es|ne)? round\b/i, 'circular'],
  [/\bthrows? dice\b/i, 'calls Math.random'],
];

/** Code, pages and documentation. Verdicts, tests' sample texts and generated files aren't ours to word. */
function textFiles(): string[] {
  const inFolders = ['src', 'tests', '.config', 'docs'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  );
  return [...inFolders, 'README.md', 'CONTRIBUTING.md', 'prisma/schema.prisma'].filter(
    (path) =>
      /\.(ts|mjs|svelte|css|md|prisma)$/.test(path) &&
      !/\/generated\/|\/corpus\/|\/samples\/|\/fixtures\/|docs\/bench\.md|plain-words/.test(path),
  );
}

function avoidedIn(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, i) =>
      AVOIDED.filter(([word]) => word.test(line)).map(
        ([word, instead]) => `${path}:${i + 1} has “${word.exec(line)![0]}”: ${instead}`,
      ),
    );
}

test('comments, pages and documentation use plain words', () => {
  const files = textFiles();
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap((path) => avoidedIn(path, readFileSync(path, 'utf8')))).toEqual([]);
});

test('an avoided word is found with its line', () => {
  expect(avoidedIn('a.ts', 'one\n// Whomever it may concern')).toEqual([
    'a.ts:2 has “Whomever”: name the user, client or process',
  ]);
});
