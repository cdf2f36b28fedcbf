import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import ts from 'typescript';

const text = readFileSync('docs/architecture.md', 'utf8');

/** What the page names in backquotes: `src/path/file.ts`, `src/folder`, or `src/path/file.ts: name`. */
function namedIn(markdown: string): { path: string; name: string | undefined }[] {
  return [...markdown.matchAll(/`((?:src|tests|prisma|\.config)\/[^`:]*)(?::\s*([^`]+))?`/g)].map(
    ([, path, name]) => ({ path: path!.trim(), name: name?.trim() }),
  );
}

/** Names of functions, classes, methods, types and variables that a file declares. */
function declaredIn(path: string): Set<string> {
  const source = readFileSync(path, 'utf8');
  const script = path.endsWith('.svelte')
    ? [...source.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map((match) => match[1]).join('\n')
    : source;
  const names = new Set<string>();
  const visit = (node: ts.Node, owner = ''): void => {
    const name = 'name' in node ? (node.name as ts.Node | undefined) : undefined;
    const own = name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name.text : undefined;
    if (own) names.add(own).add(owner ? `${owner}.${own}` : own);
    const next = own && (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) ? own : owner;
    ts.forEachChild(node, (child) => visit(child, next));
  };
  visit(ts.createSourceFile(path, script, ts.ScriptTarget.Latest, true));
  return names;
}

/** What the page names and the code doesn't have. `function()` and `Class.method` are names too. */
function missingFrom(markdown: string): string[] {
  return namedIn(markdown).flatMap(({ path, name }) => {
    if (!statSync(path, { throwIfNoEntry: false })) return [`there is no ${path}`];
    if (!name) return [];
    const declared = declaredIn(path);
    return name
      .split(/\s*,\s*/)
      .map((each) => each.replace(/\(.*\)$/, ''))
      .filter((each) => !declared.has(each))
      .map((each) => `${path} has no ${each}`);
  });
}

test('every file and function that docs/architecture.md names exists', () => {
  expect(missingFrom(text)).toEqual([]);
});

test('a missing file and a missing function are found', () => {
  const page =
    'See `src/lib/nowhere.ts`, `src/lib/refusal.ts: nothingLikeThis` and `src/lib/refusal.ts: Refusal`.';
  expect(missingFrom(page)).toEqual([
    'there is no src/lib/nowhere.ts',
    'src/lib/refusal.ts has no nothingLikeThis',
  ]);
});
