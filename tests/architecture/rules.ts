import type { Import, Source } from './sources.ts';

/** @returns one sentence per violation */
export type Rule = (sources: Source[]) => string[];

/** Folders of src/lib by layer: a folder imports from lower layers and from itself; those of layer 0 from each other. */
const LAYERS: Record<string, number> = {
  base: 0,
  ui: 0,
  db: 0,
  http: 0,
  metrics: 0,
  jobs: 0.1,
  mail: 0.2,
  push: 0.3,
  'site-settings': 0.5,
  accounts: 1,
  health: 1,
  live: 2,
  // Below the domains in which readers write, because replies cause notices, and standing and words decide who may
  // write what. These know only users and ids.
  standing: 3,
  words: 3,
  // A notice names the scope of a restriction.
  notices: 3.5,
  // Blocking a person deletes the notices that they caused.
  follows: 3.7,
  verdicts: 4,
  // Votes decide whose ratings count for which side, and comments are sorted by them.
  'common-ground': 4.5,
  passages: 4.5,
  discussion: 5,
  votes: 5,
  feedback: 5,
  moderation: 6,
  'site-rules': 6,
  search: 6,
  // Comments that moderators have not taken down, and work for the operator.
  authorship: 6.5,
  challenges: 6.5,
  scorecards: 7,
  // Lists of what an account did in every domain.
  'my-things': 7,
  digest: 7,
  oracle: 7,
  // Exports and deletes what every domain stores.
  privacy: 8,
  // Its first page has counts of every domain.
  admin: 8,
};

const MAX_FILES = 30;

/** The folder of a file under src/lib; files directly in it are the base. */
function folderOf(path: string): string | null {
  if (!path.startsWith('src/lib/')) return null;
  const [first, ...rest] = path.slice('src/lib/'.length).split('/');
  return rest.length ? first! : 'base';
}

/** `moderation/cases` of src/lib/moderation/cases/case.ts; null for files directly in a domain's folder. */
function subfolderOf(path: string): string | null {
  return /^src\/lib\/([^/]+\/[^/]+)\//.exec(path)?.[1] ?? null;
}

/** Imports between subfolders of one domain that close a circle today. Remove a line when you have removed its imports. */
export const CIRCULAR_SUBFOLDERS: string[] = [
  'accounts/email → accounts/password',
  'accounts/email → accounts/reset',
  'accounts/password → accounts/reset',
  'discussion/composer → discussion/page',
  'discussion/reading → discussion/posting',
  'discussion/store → discussion/reading',
  'moderation/cases → moderation/decisions',
  'moderation/cases → moderation/queue',
  'moderation/cases → moderation/reports',
  'moderation/cases → moderation/restrictions',
  'moderation/decisions → moderation/appeals',
  'moderation/reports → moderation/decisions',
  'moderation/restrictions → moderation/decisions',
  'verdicts/page → verdicts/publish',
  'verdicts/versions → verdicts/publish',
];

const isServer = (path: string) =>
  /\.server\.ts$/.test(path) || /\/\+(page|layout)\.server\.ts$|\/\+server\.ts$/.test(path);
const isStore = (path: string) => path.endsWith('.store.server.ts');
const isLib = (path: string) => path.startsWith('src/lib/');
const isBrowser = (path: string) => /\.svelte(\.ts)?$/.test(path);
/** Runs anywhere: no ending, `-input`, `-view`. */
const isPure = (path: string) => isLib(path) && !isServer(path) && !isBrowser(path);

function eachImport(
  sources: Source[],
  violation: (source: Source, found: Import) => string | false | undefined,
): string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((found) => {
      const problem = violation(source, found);
      return problem ? [`${source.path} imports ${found.from}: ${problem}`] : [];
    }),
  );
}

const ROUTE = /^src\/routes\/.*(\.server|\+server)\.ts$/;

/** Patterns that read input without a schema. */
const RAW_INPUT = [
  {
    in: ROUTE,
    pattern: /\bsearchParams\.(get|entries|values|forEach|keys)|(fromEntries\(|\.\.\.)[^)\]]*searchParams/,
    instead: 'reads the raw query: use pageQuery or queryOf',
  },
  {
    in: ROUTE,
    pattern: /\brequest\.(formData|json|text|arrayBuffer|body)\b/,
    instead: 'reads the raw body: use answerForm or jsonBody',
  },
  {
    // `endpoint` validates those of the API.
    in: /^src\/routes\/(?!api\/).*(\.server|\+server)\.ts$/,
    pattern: /\bparams(\?\.|\.|\[)|=\s*(event\.)?params\b/,
    instead: 'reads a raw path parameter: use pageParams or checkedParams',
  },
];

export const rules: Record<string, Rule> = {
  'folders import only from lower layers': (sources) =>
    eachImport(sources, ({ path }, { file }) => {
      const [from, to] = [folderOf(path), file && folderOf(file)];
      if (!from || !to || from === to) return;
      if (LAYERS[from] === undefined || LAYERS[to] === undefined)
        return 'a folder without a layer; add it to tests/architecture/rules.ts';
      const bothLowest = LAYERS[from] === 0 && LAYERS[to] === 0;
      return LAYERS[to] >= LAYERS[from] && !bothLowest && `${to} isn’t in a lower layer than ${from}`;
    }),

  'lib imports nothing from outside lib': (sources) =>
    eachImport(
      sources,
      ({ path }, { file }) => isLib(path) && file !== null && !isLib(file) && 'lib is the lowest layer',
    ),

  'no folder imports the store of another': (sources) =>
    eachImport(
      sources,
      ({ path }, { file }) =>
        file !== null &&
        isStore(file) &&
        folderOf(path) !== folderOf(file) &&
        'call a use case of that folder',
    ),

  'only stores and db import Prisma': (sources) =>
    eachImport(sources, ({ path }, { from, file }) => {
      const prisma = file?.startsWith('src/lib/db/generated/') || /^(@prisma\/|pg$)/.test(from);
      return prisma && folderOf(path) !== 'db' && !isStore(path) && 'move it into a store';
    }),

  'only live imports socket.io, and only its server files emit': (sources) => [
    ...eachImport(
      sources,
      ({ path }, { from }) =>
        /^(@?socket\.io)/.test(from) && folderOf(path) !== 'live' && 'move it into live',
    ),
    ...sources
      .filter(({ path, text }) => isServer(path) && folderOf(path) !== 'live' && /\.emit\(/.test(text))
      .map(({ path }) => `${path} emits: publish through live/publish.server.ts`),
  ],

  'rules and use cases don’t import SvelteKit': (sources) =>
    eachImport(sources, ({ path }, { from }) => {
      const adapters = ['src/lib/http/forms/form.server.ts', 'src/lib/http/api/api.server.ts'];
      const kit = /^(@sveltejs\/kit|\$app|\$env|\$lib|\$service-worker)/.test(from);
      return (
        kit &&
        isLib(path) &&
        !isBrowser(path) &&
        !adapters.includes(path) &&
        'only routes and their two adapters import it'
      );
    }),

  'pure files use no server, no browser and no clock': (sources) => [
    ...eachImport(sources, ({ path }, { from, file, typeOnly }) => {
      if (!isPure(path) || typeOnly) return;
      if (from.startsWith('node:')) return 'pure files run in browsers too';
      return file !== null && (isServer(file) || isBrowser(file)) && 'a pure file imports only pure files';
    }),
    ...sources
      .filter(({ path, text }) => isPure(path) && /Date\.now\(\)|new Date\(\)|Math\.random\(\)/.test(text))
      .map(({ path }) => `${path} reads the clock or calls Math.random: take the value as a parameter`),
  ],

  'files for the browser import no server files': (sources) =>
    eachImport(
      sources,
      ({ path }, { from, file, typeOnly }) =>
        isBrowser(path) &&
        !typeOnly &&
        (from.startsWith('node:') || (file !== null && isServer(file))) &&
        'the build would fail, or ship it to browsers',
    ),

  'files for the browser import no zod schemas, which add a hundred kilobytes': (sources) =>
    eachImport(sources, ({ path }, { from, file, typeOnly }) => {
      const reaches = isBrowser(path) || (isPure(path) && !path.endsWith('-input.ts'));
      const schema = from === 'zod' || file?.endsWith('-input.ts');
      return reaches && schema && !typeOnly && 'move what both need into a pure file';
    }),

  'routes read queries, parameters and forms only through a schema': (sources) =>
    sources.flatMap(({ path, text }) =>
      RAW_INPUT.filter(({ in: where, pattern }) => where.test(path) && pattern.test(text)).map(
        ({ instead }) => `${path} ${instead}`,
      ),
    ),

  'page options are in server files, because every browser loads the others': (sources) =>
    sources
      .filter(({ path, text }) => {
        const universal = /^src\/routes\/.*\+(page|layout)\.ts$/.test(path);
        return universal && /export const (csr|ssr|prerender|trailingSlash|config)\b/.test(text);
      })
      .map(({ path }) => `${path} has page options: move them to ${path.replace(/\.ts$/, '.server.ts')}`),

  'local imports have file extensions, so that Node runs the same files': (sources) =>
    eachImport(
      sources,
      ({ path }, { from, file }) =>
        isLib(path) && file !== null && !/\.(ts|svelte|json|css)$/.test(from) && 'add the extension',
    ),

  'no circular imports between files': (sources) => circles(sources).map((circle) => circle.join(' → ')),

  'no circular imports between the subfolders of a domain': (sources) => {
    const folders = subfolderImports(sources).filter(({ edge }) => !CIRCULAR_SUBFOLDERS.includes(edge));
    const graph = [...new Set(folders.map(({ from }) => from))].map((path) => ({
      path,
      imports: folders.filter(({ from }) => from === path).map(({ to }) => ({ file: to, typeOnly: false })),
    }));
    return circles(graph).map((circle) => circle.join(' → '));
  },

  [`no folder has more than ${MAX_FILES} source files`]: (sources) =>
    [...Map.groupBy(sources, ({ path }) => path.slice(0, path.lastIndexOf('/')))]
      .filter(([, files]) => files.length > MAX_FILES)
      .map(([folder, files]) => `${folder} has ${files.length} files: split it by subject`),

  'no barrels, and no files or folders with names such as utils': (sources) =>
    sources.flatMap(({ path, text }) => {
      const statements = text
        .replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
        .split(';')
        .map((line) => line.trim())
        .filter(Boolean);
      const barrel =
        path.endsWith('.ts') &&
        statements.length > 0 &&
        statements.every((line) => /^export\b.*\bfrom\b/s.test(line));
      const vague = isLib(path) && /\/(utils?|helpers?|misc|common|shared|index)(\.[^/]*)?(\/|$)/i.test(path);
      return barrel || vague
        ? [`${path} ${barrel ? 'only re-exports other files' : 'has a name that says nothing'}`]
        : [];
    }),
};

/** Imports at run time between subfolders of the same domain. */
export function subfolderImports(sources: Source[]): { from: string; to: string; edge: string }[] {
  return sources.flatMap(({ path, imports }) =>
    imports.flatMap(({ file, typeOnly }) => {
      const [from, to] = [subfolderOf(path), file && subfolderOf(file)];
      if (!from || !to || from === to || typeOnly || folderOf(path) !== folderOf(file!)) return [];
      return [{ from, to, edge: `${from} → ${to}` }];
    }),
  );
}

interface Node {
  path: string;
  imports: Pick<Import, 'file' | 'typeOnly'>[];
}

function circles(sources: Node[]): string[][] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (path: string, way: string[]): void => {
    const seen = way.indexOf(path);
    // A component may render itself, as a reply in a comment does.
    if (seen >= 0 && seen === way.length - 1) return;
    if (seen >= 0) return void found.push([...way.slice(seen), path]);
    if (done.has(path)) return;
    const next = byPath.get(path)?.imports ?? [];
    for (const { file, typeOnly } of next) if (file && !typeOnly) visit(file, [...way, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return found;
}
