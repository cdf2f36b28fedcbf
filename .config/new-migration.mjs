// Writes the next migration: node_modules/.bin/node .config/new-migration.mjs NAME
// Review it, add what Prisma can't express (check constraints, triggers), commit it.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaDiff } from './schema-diff.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const name = process.argv[2] ?? '';
if (!/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: new-migration.mjs NAME, in lower-case letters, digits and _ (such as add_reports)');
  process.exit(2);
}

const sql = await schemaDiff();
if (!sql) {
  console.log('Nothing to do: the migrations already match prisma/schema.prisma.');
  process.exit(0);
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const file = join(root, 'prisma/migrations', `${stamp}_${name}`, 'migration.sql');
await mkdir(dirname(file), { recursive: true });
await writeFile(file, sql);
console.log(`Wrote ${relative(process.cwd(), file)}`);
