import { defineConfig } from 'prisma/config';

// `generate`, `validate` and `format` never run the schema engine, but download it unless an executable is configured.
// `migrate` and `db` do need it.
const engineFree = ['generate', 'validate', 'format'].some((command) => process.argv.includes(command));
if (engineFree) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= '/bin/false';

export default defineConfig({
  schema: '../prisma/schema.prisma',
  migrations: { path: '../prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost/copecheck' },
});
