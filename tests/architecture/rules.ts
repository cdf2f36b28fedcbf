import type { Import, Source } from './sources.ts';

/** A rule takes the files and names every breach: where, and what is wrong. */
export type Rule = (sources: Source[]) => string[];

/** What may import what: a room imports from rooms of a lower floor, and from itself. */
const FLOORS: Record<string, number> = {
  base: 0,
  ui: 0,
  db: 0,
  // The queue and the mailer know neither accounts nor verdicts.
  http: 0,
  metrics: 0,
  jobs: 0.1,
  mail: 0.2,
  // What the admin has set: sign-up asks it.
  'site-settings': 0.5,
  accounts: 1,
  // How this process is; knows nothing of what the site is for.
  health: 1,
  live: 2,
  // Below the rooms where readers write: a reply gives a notice, and who may write depends on their standing (trust,
  // restrictions) and on the admin's words. They know users and ids only.
  notices: 3,
  standing: 3,
  words: 3,
  verdicts: 4,
  discussion: 5,
  votes: 5,
  feedback: 5,
  moderation: 6,
  digest: 7,
  oracle: 7,
  // Deletes accounts, and hands out what is stored about them: knows every room that stores something.
  privacy: 8,
  // The admin's first page counts what waits everywhere.
  admin: 8,
};

/** The room of a file under src/lib; files that stand directly in it are the base. */
function room(path: string): string | null {
  if (!path.startsWith('src/lib/')) return null;
  const [first, ...rest] = path.slice('src/lib/'.length).split('/');
  return rest.length ? first! : 'base';
}

const isServer = (path: string) =>
  /\.server\.ts$/.test(path) || /\/\+(page|layout)\.server\.ts$|\/\+server\.ts$/.test(path);
const isStore = (path: string) => path.endsWith('.store.server.ts');
const isLib = (path: string) => path.startsWith('src/lib/');
const isBrowser = (path: string) => /\.svelte(\.ts)?$/.test(path);
/** Runs anywhere: no ending, `-input`, `-view`. */
const isPure = (path: string) => isLib(path) && !isServer(path) && !isBrowser(path);

function eachImport(
  sources: Source[],
  breach: (source: Source, found: Import) => string | false | undefined,
): string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((found) => {
      const said = breach(source, found);
      return said ? [`${source.path} imports ${found.from}: ${said}`] : [];
    }),
  );
}

const ROUTE = /^src\/routes\/.*(\.server|\+server)\.ts$/;

/** Input that no schema has checked. */
const RAW_INPUT = [
  {
    in: ROUTE,
    pattern: /\bsearchParams\.(get|entries|values|forEach|keys)|(fromEntries\(|\.\.\.)[^)\]]*searchParams/,
    instead: 'reads the query by hand: use pageQuery or queryOf',
  },
  {
    in: ROUTE,
    pattern: /\brequest\.(formData|json|text|arrayBuffer|body)\b/,
    instead: 'reads the body by hand: use answerForm or jsonBody',
  },
  {
    // `endpoint` checks those of the API.
    in: /^src\/routes\/(?!api\/).*(\.server|\+server)\.ts$/,
    pattern: /\bparams(\?\.|\.|\[)|=\s*(event\.)?params\b/,
    instead: 'uses a path parameter unchecked: use pageParams or checkedParams',
  },
];

export const rules: Record<string, Rule> = {
  'imports run one way, from higher rooms to lower ones': (sources) =>
    eachImport(sources, ({ path }, { file }) => {
      const [from, to] = [room(path), file && room(file)];
      if (!from || !to || from === to) return;
      if (FLOORS[from] === undefined || FLOORS[to] === undefined)
        return 'a room without a floor; give it one in tests/architecture/rules.ts';
      const onFloorZero = FLOORS[from] === 0 && FLOORS[to] === 0;
      return FLOORS[to] >= FLOORS[from] && !onFloorZero && `${to} does not stand below ${from}`;
    }),

  'lib imports nothing from outside of lib': (sources) =>
    eachImport(
      sources,
      ({ path }, { file }) => isLib(path) && file !== null && !isLib(file) && 'lib stands below all of it',
    ),

  'no room imports the store of another': (sources) =>
    eachImport(
      sources,
      ({ path }, { file }) =>
        file !== null && isStore(file) && room(path) !== room(file) && 'ask a use case of that room',
    ),

  'only stores and db know Prisma and its tables': (sources) =>
    eachImport(sources, ({ path }, { from, file }) => {
      const prisma = file?.startsWith('src/lib/db/generated/') || /^(@prisma\/|pg$)/.test(from);
      return prisma && room(path) !== 'db' && !isStore(path) && 'that belongs into a store';
    }),

  'only live knows socket.io, and only its server files emit': (sources) => [
    ...eachImport(
      sources,
      ({ path }, { from }) =>
        /^(@?socket\.io)/.test(from) && room(path) !== 'live' && 'that belongs into live',
    ),
    ...sources
      .filter(({ path, text }) => isServer(path) && room(path) !== 'live' && /\.emit\(/.test(text))
      .map(({ path }) => `${path} emits: publish through live/publish.server.ts`),
  ],

  'rules and use cases do not know SvelteKit': (sources) =>
    eachImport(sources, ({ path }, { from }) => {
      const adapters = ['src/lib/http/forms/form.server.ts', 'src/lib/http/api/api.server.ts'];
      const kit = /^(@sveltejs\/kit|\$app|\$env|\$lib|\$service-worker)/.test(from);
      return (
        kit &&
        isLib(path) &&
        !isBrowser(path) &&
        !adapters.includes(path) &&
        'only routes and their two adapters know it'
      );
    }),

  'what runs anywhere needs nothing of a server, a browser or the clock': (sources) => [
    ...eachImport(sources, ({ path }, { from, file, typeOnly }) => {
      if (!isPure(path) || typeOnly) return;
      if (from.startsWith('node:')) return 'Node is not in the browser';
      return file !== null && (isServer(file) || isBrowser(file)) && 'a pure file imports only pure files';
    }),
    ...sources
      .filter(({ path, text }) => isPure(path) && /Date\.now\(\)|new Date\(\)|Math\.random\(\)/.test(text))
      .map(({ path }) => `${path} reads the clock or throws dice: take it as a parameter`),
  ],

  'what reaches the browser imports nothing of the server': (sources) =>
    eachImport(
      sources,
      ({ path }, { from, file, typeOnly }) =>
        isBrowser(path) &&
        !typeOnly &&
        (from.startsWith('node:') || (file !== null && isServer(file))) &&
        'that would ship it, or fail to build',
    ),

  'what may reach the browser imports no schemas: they bring zod along, a hundred kilobytes of it': (
    sources,
  ) =>
    eachImport(sources, ({ path }, { from, file, typeOnly }) => {
      const reaches = isBrowser(path) || (isPure(path) && !path.endsWith('-input.ts'));
      const schema = from === 'zod' || file?.endsWith('-input.ts');
      return reaches && schema && !typeOnly && 'put what both need into a pure file';
    }),

  'routes read addresses and forms only through a schema': (sources) =>
    sources.flatMap(({ path, text }) =>
      RAW_INPUT.filter(({ in: where, pattern }) => where.test(path) && pattern.test(text)).map(
        ({ instead }) => `${path} ${instead}`,
      ),
    ),

  'page options stand in server files: in others they are code that every browser loads': (sources) =>
    sources
      .filter(({ path, text }) => {
        const universal = /^src\/routes\/.*\+(page|layout)\.ts$/.test(path);
        return universal && /export const (csr|ssr|prerender|trailingSlash|config)\b/.test(text);
      })
      .map(({ path }) => `${path} has page options: move them to ${path.replace(/\.ts$/, '.server.ts')}`),

  'local imports name the file whole, so that Node runs the same files': (sources) =>
    eachImport(
      sources,
      ({ path }, { from, file }) =>
        isLib(path) && file !== null && !/\.(ts|svelte|json|css)$/.test(from) && 'write the ending',
    ),

  'no file goes round in a circle of imports': (sources) =>
    circles(sources).map((circle) => circle.join(' → ')),

  'no barrels, and no rooms or files for whatever is left over': (sources) =>
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
      const vague =
        /\b(utils?|helpers?|misc|common|shared|index)\b[^/]*$/i.test(path.split('/').slice(2).join('/')) &&
        isLib(path);
      return barrel || vague
        ? [`${path} ${barrel ? 'only passes on what others export' : 'has a name that says nothing'}`]
        : [];
    }),
};

function circles(sources: Source[]): string[][] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (path: string, way: string[]): void => {
    const seen = way.indexOf(path);
    // A component that draws itself (a reply in a comment) is one file, not a circle.
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
