import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';

export interface Import {
  /** As written. */
  from: string;
  /** The path of the file it means, such as src/lib/refusal.ts; null for a package. */
  file: string | null;
  /** Gone when the program runs. */
  typeOnly: boolean;
}

export interface Source {
  path: string;
  text: string;
  imports: Import[];
}

/** Every hand-written source file under src, tests excluded, with what it imports. */
export function readSources(): Source[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path}`)
    .filter((path) => /\.(ts|svelte)$/.test(path) && !/\.test\.ts$|\.d\.ts$|\/generated\//.test(path))
    .map((path) => source(path, readFileSync(path, 'utf8')));
}

export function source(path: string, text: string): Source {
  const script = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map((match) => match[1]).join('\n')
    : text;
  const file = ts.createSourceFile(path, script, ts.ScriptTarget.Latest, false);
  return {
    path,
    text,
    imports: importsOf(file).map(([from, typeOnly]) => ({ from, typeOnly, file: resolve(path, from) })),
  };
}

function importsOf(node: ts.Node): [from: string, typeOnly: boolean][] {
  const found: [string, boolean][] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isImportDeclaration(child))
      found.push([
        textOf(child.moduleSpecifier),
        child.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
      ]);
    else if (ts.isExportDeclaration(child) && child.moduleSpecifier)
      found.push([textOf(child.moduleSpecifier), child.isTypeOnly]);
    else if (
      ts.isCallExpression(child) &&
      child.expression.kind === ts.SyntaxKind.ImportKeyword &&
      child.arguments[0] &&
      ts.isStringLiteral(child.arguments[0])
    )
      found.push([child.arguments[0].text, false]);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

function textOf(node: ts.Expression): string {
  return (node as ts.StringLiteral).text;
}

function resolve(path: string, from: string): string | null {
  if (from.startsWith('#lib/')) return `src/lib/${from.slice('#lib/'.length)}`;
  if (from.startsWith('.')) return normalize(join(dirname(path), from));
  return null;
}
