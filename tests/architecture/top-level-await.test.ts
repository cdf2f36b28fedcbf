import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

/**
 * Names of the variables and classes that a module declares below a top-level `await` and that code at or above the
 * await can reach. That code may run while the module waits, and then it throws a ReferenceError.
 */
function unsafeState(text: string): string[] {
  const { statements } = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const lastAwait = statements.findLastIndex(awaits);
  const functions = new Map(
    statements.filter(ts.isFunctionDeclaration).map((declared) => [declared.name?.text, declared]),
  );
  const found = new Set<string>();
  for (let at = 0; at <= lastAwait; at++) {
    if (!awaits(statements[at]!)) continue;
    const below = new Set(statements.slice(at + 1).flatMap(stateOf));
    // Function declarations below are hoisted, so they count as soon as something above names them.
    const reached = new Set(
      statements.slice(0, at + 1).flatMap((each) => (ts.isFunctionDeclaration(each) ? [] : namesIn(each))),
    );
    for (const name of reached) {
      const hoisted = functions.get(name);
      if (hoisted) for (const inside of namesIn(hoisted)) reached.add(inside);
      if (below.has(name)) found.add(name);
    }
  }
  return [...found];
}

/** Whether a statement of a module waits, functions inside it left out. */
function awaits(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
  return ts.forEachChild(node, (child) => awaits(child) || undefined) ?? false;
}

function stateOf(statement: ts.Statement): string[] {
  if (ts.isClassDeclaration(statement)) return statement.name ? [statement.name.text] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) => boundBy(name));
}

function boundBy(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundBy(element.name)));
}

/** Every identifier that could mean a variable: not a property's name, not a type. */
function namesIn(node: ts.Node): string[] {
  const found: string[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isTypeNode(child)) return;
    if (ts.isIdentifier(child) && !isPropertyName(child)) found.push(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

function isPropertyName(name: ts.Identifier): boolean {
  const { parent } = name;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === name) ||
    (ts.isPropertyAssignment(parent) && parent.name === name) ||
    (ts.isImportSpecifier(parent) && parent.propertyName === name)
  );
}

const files = ['src', '.config', 'tests'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => /\.(ts|js|mjs)$/.test(path) && !/\.d\.ts$|\/generated\//.test(path)),
);

test('no module declares state below a top-level await that code above it can reach', () => {
  const broken = files.flatMap((path) =>
    unsafeState(readFileSync(path, 'utf8')).map((name) => `${path} declares ${name} below an await`),
  );
  expect(broken).toEqual([]);
  expect(files.length).toBeGreaterThan(300);
});

test.each([
  ['in the same statement', `await run(() => late); const late = 1;`, ['late']],
  [
    'through a hoisted function',
    `await run(a); function a() { b(); } function b() { return x; } let x;`,
    ['x'],
  ],
  ['through a function above', `const a = () => new Late(); await a(); class Late {}`, ['Late']],
  ['inside a block', `if (slow) { await wait(() => x); } const { x } = y;`, ['x']],
  ['a for-await loop', `for await (const a of b(c)); const c = 1;`, ['c']],
  ['declared above', `let x; await run(() => x);`, []],
  ['used only below', `const db = await open(); const x = 1; test(() => x);`, []],
  ['a property of the same name', `await run(a.x, { x: 1 }); const x = 1;`, []],
  ['imported under another name', `import { x as y } from 'z'; await y(); const x = 1;`, []],
  ['an await inside a function', `run(async () => { await x; }); const x = 1;`, []],
])('it looks at what is %s', (_case, text, names) => {
  expect(unsafeState(text)).toEqual(names);
});
