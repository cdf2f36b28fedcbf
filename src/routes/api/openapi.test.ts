import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openApi } from './openapi.ts';
import { operations } from './operations.ts';

const folder = new URL('v1', import.meta.url).pathname;

/** Every method that an endpoint file exports, as the document writes it: `get /verdicts/{slug}`. */
function offered(): string[] {
  return globSync('**/+server.ts', { cwd: folder }).flatMap((file) => {
    const path = `/${file.replace(/\/\+server\.ts$/, '').replaceAll(/\[(\w+)\]/g, '{$1}')}`;
    const code = readFileSync(join(folder, file), 'utf8');
    return [...code.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(
      ([, method]) => `${method!.toLowerCase()} ${path}`,
    );
  });
}

test('the document describes every endpoint, and none that isn’t there', () => {
  expect(existsSync(folder)).toBe(true);
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(offered().sort());
});

describe('the document', () => {
  const document = JSON.parse(JSON.stringify(openApi('https://copecheck.example'))) as {
    openapi: string;
    paths: Record<
      string,
      Record<string, { requestBody?: object; parameters: { name: string; required: boolean }[] }>
    >;
  };

  test('is OpenAPI 3.1 and says what a comment may hold', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.stringify(document.paths['/verdicts/{slug}/comments']!['post']!.requestBody)).toContain(
      'parentId',
    );
  });

  test('names the parameters of path and query', () => {
    const { parameters } = document.paths['/verdicts/{slug}/changes']!['get']!;
    expect(parameters.map(({ name, required }) => [name, required])).toEqual([
      ['slug', true],
      ['since', true],
      ['tally', false],
    ]);
  });
});
