import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const prisma = join(dirname(fileURLToPath(import.meta.url)), '../prisma');
const NOTHING_CHANGED = '-- This is an empty migration.';

/**
 * The SQL that takes the migrations to `schema.prisma`, or '' if they match. Uses Prisma's wasm engine on in-memory
 * databases, because `prisma migrate diff` downloads a native engine.
 * @returns {Promise<string>}
 */
export async function schemaDiff() {
  const engine = await schemaEngine();
  const { stdout } = await engine.diff({
    from: { tag: 'migrations', ...(await migrationList()) },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: await datamodel() }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return !stdout || stdout.trim() === NOTHING_CHANGED ? '' : stdout;
}

function datamodel() {
  return readFile(join(prisma, 'schema.prisma'), 'utf8');
}

/** The package expects a bundler that imports wasm. Node can't, so it is linked here. */
async function schemaEngine() {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, {
    './schema_engine_bg.js': bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  /** @type {any} */ (instance.exports).__wbindgen_start();
  const adapters = bindMigrationAwareSqlAdapterFactory(/** @type {any} */ (scratchDatabases()));
  return bindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', await datamodel()]] },
    () => {},
    adapters,
  );
}

/** The published adapter doesn't wait for a script to finish, so a broken migration would look applied. */
function scratchDatabases() {
  const connect = async () => {
    const database = new PGlite({ extensions: { pg_trgm } });
    const adapter = await new PrismaPGlite(database).connect();
    adapter.executeScript = async (script) => void (await database.exec(script));
    return adapter;
  };
  return { provider: 'postgres', adapterName: 'pglite', connect, connectToShadowDb: connect };
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
