import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#lib/db/migrate.server.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { schemaBefore } from '../../../../tests/support/old-schema.ts';
import { contentHashOf } from './fingerprint.server.ts';
import { matchKey } from '#lib/verdicts/match-key.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';

/** The migration that this is about. */
const SUBJECT = '20261128071911_verdict_states';
const now = new Date('2026-06-03T10:00:00Z');

const url = await freshDatabase();
const client = new pg.Client({ connectionString: url });
const page = await readFile(new URL('../fixtures/autopsy-page.txt', import.meta.url), 'utf8');
const sourceless = page.replace(/^arXiv.*\n/m, '').replace(/^The lantern clause.*$/m, 'No source at all');

/** A verdict as it was stored before: its identity was a hash of feed and title. */
async function storeOld(slug: string, text: string): Promise<void> {
  const { content } = parseVerdictInput({ text });
  const from = matchKey(content.source.feed ?? content.source.name ?? '');
  const identity = createHash('sha256')
    .update(`${from}\n${matchKey(content.title)}`)
    .digest('hex');
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO verdicts (id, slug, identity, title, source_feed, content, content_hash, listed_at)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, now()) RETURNING id`,
    [slug, identity, content.title, content.source.feed, content, contentHashOf(content)],
  );
  await client.query(
    'INSERT INTO verdict_versions (verdict_id, version, content, raw) VALUES ($1, 1, $2, $3)',
    [rows[0]!.id, content, text],
  );
}

beforeAll(async () => {
  await client.connect();
  await schemaBefore(SUBJECT, url, client);
  await storeOld('with-a-source', page);
  await storeOld('without-a-source', sourceless);
  expect(await migrate(url)).toContain(SUBJECT);
});
afterAll(() => client.end());

test('verdicts from before are recognised when their texts are imported again, with a source and without', async () => {
  for (const [text, slug] of [
    [page, 'with-a-source'],
    [sourceless, 'without-a-source'],
  ] as const)
    expect(await publishVerdict({ text }, { now })).toMatchObject({
      ...{ created: false, changed: false, version: 1 },
      verdict: { slug },
    });
});

test('a changed text is a new version of the one with a source, and another verdict without one', async () => {
  const changed = (text: string) => publishVerdict({ text: text.replace('Decent,', 'Kind,') }, { now });
  expect(await changed(page)).toMatchObject({ changed: true, verdict: { slug: 'with-a-source' } });
  expect(await changed(sourceless)).toMatchObject({ created: true });
});
