// The targets, read from the route tree, the OpenAPI document and the live events. New pages, forms,
// operations and messages are included automatically.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export interface PageTarget {
  kind: 'page' | 'endpoint';
  /** `/v/[slug]` */
  route: string;
  methods: string[];
  /** Names of parameters and fields in the route's schemas. */
  names: string[];
}

export interface FormTarget {
  kind: 'form';
  route: string;
  /** Null: the default action. */
  action: string | null;
  names: string[];
}

export interface OperationTarget {
  kind: 'operation';
  method: string;
  /** `/api/v1/verdicts/{slug}` */
  path: string;
  query: string[];
  body: JsonSchema | null;
}

export interface LiveTarget {
  kind: 'live';
  event: string;
  names: string[];
}

/** As far as `toJSONSchema` writes it. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  format?: string;
  default?: unknown;
}

const ROUTES = 'src/routes';

export function readRoutes(): (PageTarget | FormTarget)[] {
  const folders = new Map<string, string[]>();
  for (const file of readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })) {
    const folder = dirname(file);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  return [...folders].flatMap(([folder, files]) =>
    targetsIn(
      folder,
      files.map((file) => join(ROUTES, file)),
    ),
  );
}

function targetsIn(folder: string, files: string[]): (PageTarget | FormTarget)[] {
  const route = `/${folder === '.' ? '' : folder.replace(/\(\w+\)\/?/g, '')}`.replace(/(.)\/$/, '$1');
  const file = (name: string) => files.find((path) => path.endsWith(`/${name}`));
  const load = file('+page.server.ts');
  const server = file('+server.ts');
  const found: (PageTarget | FormTarget)[] = [];
  if (load || file('+page.svelte')) {
    const names = load ? namesIn(load) : [];
    found.push({ kind: 'page', route, methods: ['GET'], names });
    for (const action of load ? actionsIn(parsed(load)) : [])
      found.push({ kind: 'form', route, action: action === 'default' ? null : action, names });
  }
  // Those of the API come from its document.
  if (server && !route.startsWith('/api/v1'))
    found.push({ kind: 'endpoint', route, methods: methodsIn(parsed(server)), names: namesIn(server) });
  return found;
}

export function readOperations(document: OpenApi): OperationTarget[] {
  const found: OperationTarget[] = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const parameters = operation.parameters ?? [];
      found.push({
        kind: 'operation',
        method: method.toUpperCase(),
        path: `/api/v1${path}`,
        query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
        body: operation.requestBody?.content['application/json']?.schema ?? null,
      });
    }
  return found;
}

export interface OpenApi {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: { name: string; in: string }[];
        requestBody?: { content: Record<string, { schema: JsonSchema }> };
      }
    >
  >;
}

export function readLiveEvents(): LiveTarget[] {
  const found: LiveTarget[] = [];
  visit(parsed('src/lib/live/events.ts'), (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'ClientEvents') return;
    for (const member of node.members) {
      const names: string[] = [];
      visit(member, (part) => {
        if (ts.isPropertySignature(part) && part !== member) names.push(textOf(part.name));
      });
      if (member.name) found.push({ kind: 'live', event: textOf(member.name), names });
    }
  });
  return found;
}

function actionsIn(file: ts.SourceFile): string[] {
  const names: string[] = [];
  visit(file, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === 'actions')
      if (node.initializer && ts.isObjectLiteralExpression(node.initializer))
        names.push(...node.initializer.properties.flatMap(({ name }) => (name ? [textOf(name)] : [])));
  });
  return names;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function methodsIn(file: ts.SourceFile): string[] {
  const names: string[] = [];
  visit(file, (node) => {
    const declared = ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node);
    if (declared && node.name && ts.isIdentifier(node.name)) names.push(node.name.text);
  });
  return names.includes('fallback') ? METHODS : METHODS.filter((method) => names.includes(method));
}

/** The keys of every zod object in the file and in what it imports directly. */
function namesIn(path: string): string[] {
  const file = parsed(path);
  const files = [file];
  visit(file, (node) => {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return;
    const from = node.moduleSpecifier.text;
    const local = from.startsWith('#lib/')
      ? from.replace('#lib', 'src/lib')
      : normalize(join(dirname(path), from));
    if (local.endsWith('.ts') && existsSync(local)) files.push(parsed(local));
  });
  return [...new Set(files.flatMap(keysOfSchemas))];
}

function keysOfSchemas(file: ts.SourceFile): string[] {
  const names: string[] = [];
  visit(file, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    if (!['object', 'strictObject', 'extend'].includes(node.expression.name.text)) return;
    const [shape] = node.arguments;
    if (shape && ts.isObjectLiteralExpression(shape))
      names.push(...shape.properties.flatMap(({ name }) => (name ? [textOf(name)] : [])));
  });
  return names;
}

function parsed(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

function textOf(name: ts.Node): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}
