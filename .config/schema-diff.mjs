import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

const prisma = join(dirname(fileURLToPath(import.meta.url)), '../prisma');
const NOTHING_CHANGED = '-- This is an empty migration.';

/**
 * The SQL that takes the migrations to `schema.prisma`, or '' if they match. Uses Prisma's wasm engine, because
 * `prisma migrate diff` downloads a native one.
 * @param {string} [scratch] the address of an empty database to apply the migrations to; by default one in memory,
 *   which needs no server but takes many times as long
 * @returns {Promise<string>}
 */
export async function schemaDiff(scratch) {
  /** @type {{ close: () => Promise<void> }[]} */
  const open = [];
  const engine = await schemaEngine(async () => {
    const database = await (scratch ? serversDatabase(scratch) : databaseInMemory());
    open.push(database);
    const adapter = await new PrismaPGlite(/** @type {any} */ (database)).connect();
    // The published adapter doesn't wait for a script to finish, so a broken migration would look applied.
    adapter.executeScript = async (script) => void (await database.exec(script));
    return adapter;
  });
  const { stdout } = await engine.diff({
    from: { tag: 'migrations', ...(await migrationList()) },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: await datamodel() }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  for (const database of open) await database.close();
  return !stdout || stdout.trim() === NOTHING_CHANGED ? '' : stdout;
}

function datamodel() {
  return readFile(join(prisma, 'schema.prisma'), 'utf8');
}

/**
 * The package expects a bundler that imports wasm. Node can't, so it is linked here.
 * @param {() => Promise<any>} connect
 */
async function schemaEngine(connect) {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, {
    './schema_engine_bg.js': bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  /** @type {any} */ (instance.exports).__wbindgen_start();
  const adapters = bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: 'pglite',
    connect,
    connectToShadowDb: connect,
  });
  return bindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', await datamodel()]] },
    () => {},
    adapters,
  );
}

/**
 * A server's database with PGlite's methods: the adapter for `pg` doesn't know the type "char" of the catalogues.
 * @param {string} connectionString
 */
async function serversDatabase(connectionString) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return {
    query: (
      /** @type {string} */ text,
      /** @type {any[]} */ values,
      /** @type {any} */ { rowMode, parsers },
    ) => {
      const getTypeParser = (/** @type {number} */ id) => parsers[id] ?? pg.types.getTypeParser(id);
      return client.query({ text, values, rowMode, types: { getTypeParser } });
    },
    exec: (/** @type {string} */ script) => client.query(script),
    close: () => client.end(),
  };
}

async function databaseInMemory() {
  const { PGlite } = await import('@electric-sql/pglite');
  const { pg_trgm } = await import('@electric-sql/pglite/contrib/pg_trgm');
  return new PGlite({ extensions: { pg_trgm } });
}

async function migrationList() {
  const baseDir = join(prisma, 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: /** @type {const} */ ('ok'),
          value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8'),
        },
      },
    })),
  );
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8'),
  };
  return { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories };
}
