import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { verdictText } from '../../../../tests/support/verdict-text.ts';
import {
  correctDraft,
  deleteDraft,
  noteDraft,
  rebaseDraft,
  replaceDraftSource,
} from './change-draft.server.ts';
import { retractVerdict, unpublishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { createDraft, startEdit } from './create-draft.server.ts';
import { newDraftInput } from './draft-input.ts';
import { MAX_SOURCE } from './draft.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { findDraft, listDrafts } from './find-draft.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { listAdminVerdicts } from '#lib/verdicts/list/list-admin-verdicts.server.ts';
import { publishDraft } from './publish-draft.server.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';

await freshDatabase();

const NOW = new Date('2026-11-28T09:00:00Z');
let linus: Actor;
let grace: Actor;
let mary: Actor;
beforeAll(async () => {
  linus = await enter('linus', 'admin');
  grace = await enter('grace', 'admin');
  mary = await enter('mary', 'moderator');
});

const start = async (source: string, fileName: string | null = null) => {
  const { id } = await createDraft({ source, fileName }, { actor: linus, now: NOW });
  return findDraft(id, linus);
};
const by = (actor: Actor | null) => ({ actor, now: NOW });

describe('a draft', () => {
  test('keeps a page as it was pasted, and shows what it was understood as', async () => {
    const source = verdictText('On drafts');
    const draft = await start(source, 'page.txt');
    expect(draft).toMatchObject({
      source,
      fileName: 'page.txt',
      title: 'On drafts',
      createdBy: 'linus',
      version: 1,
    });
    const texts = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
    expect(draft.lines.map(({ text }) => text).filter(Boolean)).toEqual(texts(source));
    expect(draft.preview).toMatchObject({ title: 'On drafts', comments: 0 });
    expect(draft.faults).toEqual([]);
  });

  test('is kept when it can’t be read, with the fault at its line', async () => {
    const draft = await start('Just a letter.\n\nNothing else.');
    expect(draft).toMatchObject({ title: 'Just a letter.', preview: null });
    expect(draft.faults).toMatchObject([
      { line: expect.any(Number), message: expect.stringContaining('expected') },
    ]);
    expect(draft.lines).toHaveLength(3);
  });

  test('of JSON has no lines, but faults with their place', async () => {
    const whole = await start('{"title": "In JSON", "sections": [{"heading": "A"}]}');
    expect(whole).toMatchObject({ format: 'json', lines: [], faults: [], preview: { title: 'In JSON' } });
    const faulty = await start('{"title": "", "sections": [{"heading": 7}]}');
    expect(faulty.faults.map(({ path }) => path)).toEqual(['/title', '/sections/0/heading']);
    const broken = await start('{"title": ');
    expect(broken.faults).toMatchObject([{ message: expect.stringContaining('Line 1, column 11') }]);
  });

  test('is seen by every admin, last changed first', async () => {
    const { id, version } = await start(verdictText('Seen by all'));
    await noteDraft({ id, version, note: 'later' }, { actor: grace, now: new Date(NOW.getTime() + 1000) });
    const { items } = await listDrafts({}, grace);
    expect(items[0]).toMatchObject({ id, title: 'Seen by all', createdBy: 'linus' });
    expect((await listDrafts({ q: 'SEEN by' }, grace)).items).toHaveLength(1);
    expect((await listDrafts({ q: '%' }, grace)).items).toHaveLength(0);
  });

  test('is refused to everyone else', async () => {
    const { id } = await start(verdictText('Not for others'));
    const based = { id, version: 1 };
    for (const [actor, code] of [
      [null, 'sign-in-first'],
      [mary, 'forbidden'],
    ] as const)
      for (const asked of [
        () => createDraft({ source: 'x', fileName: null }, by(actor)),
        () => findDraft(id, actor),
        () => listDrafts({}, actor),
        () => correctDraft({ ...based, lines: [1], as: 'title' }, by(actor)),
        () => replaceDraftSource({ ...based, source: 'x' }, by(actor)),
        () => noteDraft({ ...based, note: 'x' }, by(actor)),
        () => deleteDraft(based, actor),
        () => publishDraft(based, by(actor)),
      ])
        await expect(asked()).rejects.toMatchObject({ code });
    expect(await findDraft(id, linus)).toMatchObject({ version: 1 });
  });
});

describe('of two who change the same draft', () => {
  test('the second is refused, and the first one’s change stays', async () => {
    const { id, version } = await start(verdictText('Both at it'));
    await replaceDraftSource({ id, version, source: verdictText('By grace') }, by(grace));
    for (const late of [
      () => replaceDraftSource({ id, version, source: verdictText('By linus') }, by(linus)),
      () => correctDraft({ id, version, lines: [1], as: 'text' }, by(linus)),
      () => publishDraft({ id, version }, by(linus)),
      () => deleteDraft({ id, version }, linus),
    ])
      await expect(late()).rejects.toMatchObject({ code: 'draft-changed', status: 409 });
    expect(await findDraft(id, linus)).toMatchObject({ title: 'By grace', version: 2 });
  });

  test('at the same moment one wins', async () => {
    const { id, version } = await start(verdictText('A race'));
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map((n) => correctDraft({ id, version, lines: [n * 2 - 1], as: 'text' }, by(grace))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await findDraft(id, linus)).version).toBe(2);
  });
});

describe('corrections', () => {
  test('are kept by line, follow their line through an edit of the text, and can be undone', async () => {
    const source = verdictText('Corrected');
    const { id } = await start(source);
    const line = 1 + source.split('\n').indexOf('THE DISSECTION');
    await correctDraft({ id, version: 1, lines: [line], as: 'heading' }, by(linus));
    const correctedAt = async () =>
      (await findDraft(id, linus)).lines.flatMap(({ number, corrected }) =>
        corrected ? [[number, corrected]] : [],
      );
    expect(await correctedAt()).toEqual([[line, 'heading']]);
    await replaceDraftSource({ id, version: 2, source: `Skip to content\n\n${source}` }, by(linus));
    expect(await correctedAt()).toEqual([[line + 2, 'heading']]);
    await correctDraft({ id, version: 3, lines: [line + 2], as: 'undo' }, by(linus));
    expect(await correctedAt()).toEqual([]);
  });

  test('make a verdict of a page that was refused', async () => {
    const { id, faults } = await start('A title\n\nSome text.\n\nwhat the clerks say\n\nMore text.');
    expect(faults).toHaveLength(1);
    await correctDraft({ id, version: 1, lines: [5], as: 'heading' }, by(linus));
    const { faults: left, preview } = await findDraft(id, linus);
    expect(left).toEqual([]);
    expect(preview!.sections.map(({ heading }) => heading)).toContain('what the clerks say');
  });

  test('of lines that there aren’t are refused', async () => {
    const { id, version } = await start(verdictText('Short'));
    for (const lines of [[], [9999]])
      await expect(correctDraft({ id, version, lines, as: 'text' }, by(linus))).rejects.toMatchObject({
        code: 'lines-needed',
      });
  });
});

describe('publishing a draft', () => {
  test('makes the verdict and deletes the draft', async () => {
    const { id, version } = await start(verdictText('From a draft'));
    const { slug, outcome } = await publishDraft({ id, version }, by(linus));
    expect(outcome).toBe('created');
    expect(await findVerdict(slug)).toMatchObject({ title: 'From a draft', version: 1 });
    await expect(findDraft(id, linus)).rejects.toMatchObject({ code: 'draft-not-found' });
  });

  test('that can’t be read is refused with the reason, and the draft stays', async () => {
    const { id, version } = await start('No verdict at all.');
    await expect(publishDraft({ id, version }, by(linus))).rejects.toMatchObject({
      code: 'verdict-unreadable',
      message: expect.stringContaining('Line 1'),
    });
    expect(await findDraft(id, linus)).toMatchObject({ version: 1 });
  });
});

test('a draft of an article that has a verdict names it; publishing makes the next version', async () => {
  const first = await publish('Twice the same');
  const { id, same } = await start(verdictText('Twice the same').replace('helps', 'hinders'));
  expect(same).toMatchObject({ slug: first.slug, version: 1, state: 'published' });
  expect(await publishDraft({ id, version: 1 }, by(linus))).toEqual({ slug: first.slug, outcome: 'changed' });
  expect((await start(verdictText('Never before'))).same).toBeNull();
});

describe('editing a published verdict', () => {
  const published = async (title: string) => {
    const { id, version } = await start(verdictText(title));
    return (await publishDraft({ id, version }, by(linus))).slug;
  };
  const edit = async (slug: string, actor = linus) => findDraft((await startEdit(slug, by(actor))).id, actor);

  test('starts from its page, and continues an edit that was started', async () => {
    const slug = await published('To be edited');
    const draft = await edit(slug);
    expect(draft).toMatchObject({ source: verdictText('To be edited'), baseVersion: 1, verdict: { slug } });
    expect((await edit(slug, grace)).id).toBe(draft.id);
  });

  test('that came structured starts from a page that says the same', async () => {
    const { content } = parseVerdictInput({ text: verdictText('As a page') });
    const { verdict } = await publishVerdict(content, { now: NOW });
    const draft = await edit(verdict.slug);
    expect(draft).toMatchObject({
      format: 'page',
      preview: { title: 'As a page' },
      comparison: { retired: [] },
    });
    expect(draft.source).toContain('THE DISSECTION');
  });

  test('starts from JSON where no page says the same', async () => {
    const structured = { title: 'Structured', sections: [{ heading: 'A', blocks: [] }] };
    const { verdict } = await publishVerdict(structured, { now: NOW });
    const draft = await edit(verdict.slug);
    expect(draft).toMatchObject({ format: 'json', preview: { title: 'Structured' }, faults: [] });
  });

  test('says which claims keep their votes, which are new, and which go', async () => {
    const slug = await published('Votes stay');
    const { claims } = await findVerdict(slug);
    await castVote(claims.find(({ label }) => label === 'Readers read.')!.id, 'agree', by(grace));
    const { id, source } = await edit(slug);
    const text = source.replace('Machines listen.', 'Machines pretend to listen.');
    await replaceDraftSource({ id, version: 1, source: text }, by(linus));
    const { comparison, preview } = await findDraft(id, linus);
    expect(comparison!.retired).toEqual([{ label: 'Machines listen.', agree: 0, disagree: 0 }]);
    expect(comparison!.stamp).toBe(false);
    const votesOn = (label: string) =>
      comparison!.votes[preview!.claims.findIndex((claim) => claim.label === label)];
    expect(votesOn('Readers read.')).toEqual({ agree: 1, disagree: 0 });
    expect(votesOn('Machines pretend to listen.')).toBeNull();

    const restamped = source.replace('Well meant.', 'Well put.');
    await replaceDraftSource({ id, version: 2, source: restamped }, by(linus));
    expect((await findDraft(id, linus)).comparison).toMatchObject({ stamp: true });
    await replaceDraftSource({ id, version: 3, source: text }, by(linus));

    await publishDraft({ id, version: 4, note: 'Assumption 2 was too strong.' }, by(linus));
    const after = await findVerdict(slug);
    expect(after.version).toBe(2);
    expect(after.claims.find(({ label }) => label === 'Readers read.')).toMatchObject({ agree: 1 });
  });

  test('needs a note, and keeps one that was written beforehand', async () => {
    const { id } = await edit(await published('With a note'));
    await expect(publishDraft({ id, version: 1 }, by(linus))).rejects.toMatchObject({ code: 'note-missing' });
    await noteDraft({ id, version: 1, note: 'Clearer.' }, by(linus));
    expect(await findDraft(id, grace)).toMatchObject({ note: 'Clearer.', version: 2 });
  });

  test('that another version has overtaken is refused until it is based on that one', async () => {
    const slug = await published('Overtaken');
    const { id } = await edit(slug);
    const read = parseVerdictInput({ text: verdictText('Overtaken').replace('helps', 'hinders') });
    await editVerdict(slug, { read, note: 'Faster.' }, { actor: grace, now: NOW });
    const publishing = (version: number) => publishDraft({ id, version, note: 'Slower.' }, by(linus));
    await expect(publishing(1)).rejects.toMatchObject({ code: 'verdict-changed', status: 409 });
    expect(await findDraft(id, linus)).toMatchObject({ baseVersion: 1, verdict: { version: 2 } });
    await rebaseDraft({ id, version: 1 }, by(linus));
    expect(await publishing(2)).toEqual({ slug, outcome: 'changed' });
  });

  test('is refused for a retracted verdict and for none', async () => {
    const slug = await published('Retracted');
    await retractVerdict(slug, { note: 'Wrong paper.' }, { actor: linus, now: NOW });
    await expect(startEdit(slug, by(linus))).rejects.toMatchObject({ code: 'verdict-retracted' });
    for (const nothing of ['no-such-verdict', 'a\0b'])
      await expect(startEdit(nothing, by(linus))).rejects.toMatchObject({ code: 'verdict-not-found' });
    await expect(startEdit(slug, by(mary))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the admin’s list', () => {
  test('has verdicts in every state, is searched by title, and goes on page by page', async () => {
    const { slug } = await publish('On the list 1');
    for (let i = 2; i <= 27; i++) await publish(`On the list ${i}`);
    await unpublishVerdict(slug, { actor: linus, now: NOW });
    const first = await listAdminVerdicts({ q: 'on the LIST' }, linus);
    expect(first.items).toHaveLength(25);
    const second = await listAdminVerdicts({ q: 'on the LIST', cursor: first.next! }, linus);
    expect([second.items.length, second.next]).toEqual([2, null]);
    expect((await listAdminVerdicts({ state: 'unpublished' }, linus)).items).toMatchObject([{ slug }]);
    expect((await listAdminVerdicts({ q: '%' }, linus)).items).toEqual([]);
    await expect(listAdminVerdicts({}, mary)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test.each([
  ['nothing', '  \n', 'Paste the page'],
  ['a character that can’t be stored', 'a\0b', 'can’t be stored'],
  ['too much', 'ß'.repeat(MAX_SOURCE / 2 + 1), 'at most 1 MB'],
])('a source with %s is refused', (_, source, message) => {
  expect(newDraftInput.safeParse({ source }).error?.issues[0]?.message).toContain(message);
});
