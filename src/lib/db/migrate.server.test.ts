import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { schemaDiff } from '../../../.config/schema-diff.mjs';
import { isMigrated, migrate } from './migrate.server.ts';

let folder: string;
let url: string;
let client: pg.Client;

beforeAll(async () => {
  await onServer('DROP DATABASE IF EXISTS empty WITH (FORCE)', 'CREATE DATABASE empty');
  url = Object.assign(new URL(inject('databaseServer')), { pathname: '/empty' }).href;
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await onServer('DROP DATABASE empty WITH (FORCE)');
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});
afterEach(() => rm(folder, { recursive: true }));

async function onServer(...statements: string[]): Promise<void> {
  const server = new pg.Client({ connectionString: inject('databaseServer') });
  await server.connect();
  for (const statement of statements) await server.query(statement);
  await server.end();
}

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function exists(table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [table]);
  return rows[0]!.found !== null;
}

describe('migrate', () => {
  it('applies missing migrations in order, once', async () => {
    await write('2_second', 'ALTER TABLE a ADD COLUMN b INT');
    await write('1_first', 'CREATE TABLE a (id INT)');
    expect(await migrate(url, folder)).toEqual(['1_first', '2_second']);
    expect(await migrate(url, folder)).toEqual([]);
    await write('3_third', 'CREATE TABLE c (id INT)');
    expect(await isMigrated(client, folder)).toBe(false);
    expect(await migrate(url, folder)).toEqual(['3_third']);
    expect(await isMigrated(client, folder)).toBe(true);
  });

  it('rolls back a failed migration, keeps earlier ones, and names it', async () => {
    await write('1_good', 'CREATE TABLE good (id INT)');
    await write('2_bad', 'CREATE TABLE half (id INT); CREATE TABLE half (id INT);');
    await expect(migrate(url, folder)).rejects.toThrow(
      /^Migration 2_bad failed and was rolled back: .*half.*already exists$/,
    );
    expect(await exists('good')).toBe(true);
    expect(await exists('half')).toBe(false);
    await write('2_bad', 'CREATE TABLE half (id INT)');
    expect(await migrate(url, folder)).toEqual(['2_bad']);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    await write('1_first', 'CREATE TABLE a (id INT)');
    await migrate(url, folder);
    await write('1_first', 'CREATE TABLE a (id BIGINT)');
    await expect(migrate(url, folder)).rejects.toThrow('Migration 1_first was changed after it was applied');
  });

  it('refuses a database of a newer version', async () => {
    await write('1_first', 'CREATE TABLE a (id INT)');
    await migrate(url, folder);
    await rm(join(folder, '1_first'), { recursive: true });
    await expect(migrate(url, folder)).rejects.toThrow('of a newer version');
  });

  it('applies each migration once when two processes start together', async () => {
    await write('1_first', 'CREATE TABLE a (id INT)');
    const applied = await Promise.all([migrate(url, folder), migrate(url, folder)]);
    expect(applied.flat()).toEqual(['1_first']);
  });
});

describe('the migrations', () => {
  it('produce prisma/schema.prisma', async () => {
    expect(await schemaDiff(url)).toBe('');
  });
});
