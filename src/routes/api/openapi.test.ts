import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openApi } from './openapi.ts';
import { operations } from './operations.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'fallback'];

/** The methods of the endpoint files, as in `get /verdicts/{slug}`. */
async function exportedMethods(): Promise<string[]> {
  const folder = new URL('v1/', import.meta.url);
  const files = globSync('**/+server.ts', { cwd: folder.pathname });
  const found = files.map(async (file) => {
    const path = `/${file.replace(/\/\+server\.ts$/, '').replaceAll(/\[(\w+)\]/g, '{$1}')}`;
    const exported = Object.keys((await import(/* @vite-ignore */ new URL(file, folder).pathname)) as object);
    return exported
      .filter((name) => METHODS.includes(name))
      .map((method) => `${method.toLowerCase()} ${path}`);
  });
  return (await Promise.all(found)).flat();
}

test('the document describes exactly the existing endpoints', async () => {
  const endpoints = await exportedMethods();
  expect(endpoints.length).toBeGreaterThan(20);
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(endpoints.sort());
});

describe('the document', () => {
  const document = JSON.parse(JSON.stringify(openApi('https://copecheck.example'))) as {
    openapi: string;
    paths: Record<
      string,
      Record<string, { requestBody?: object; parameters: { name: string; required: boolean }[] }>
    >;
  };

  test('is OpenAPI 3.1 with the fields of a comment', () => {
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
