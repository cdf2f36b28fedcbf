import { beforeAll, describe, expect, test } from 'vitest';
import { COMMAND_LINE, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { retractVerdict, unpublishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { decideOn, reportedComment } from '../../../tests/support/moderation.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { findCorrection, learnNewWords } from './find-correction.server.ts';
import { searchQuery } from './search-input.ts';
import { search } from './search.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
let made = 0;
let ada: Actor, grace: Actor, mary: Actor, linus: Actor;
let slug: string;

beforeAll(async () => {
  ada = await enter('ada');
  grace = await enter('grace');
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
  ({ slug } = await publish('Emergent abilities of large models'));
});

async function post(body: string, actor = ada, on = slug): Promise<string> {
  const at = new Date(now.getTime() + (made += 1));
  return (await postComment(on, { body }, { actor, now: at })).comment.id;
}

const find = (q: string, actor: Actor | null = null, more: Record<string, unknown> = {}) =>
  search(searchQuery.parse({ q, ...more }), { actor, now, address: '192.0.2.1' });

async function comments(q: string, actor: Actor | null = null): Promise<string[]> {
  const { items } = await find(q, actor, { in: 'comments' });
  return items.map(({ comment }) => comment!.id);
}

const verdicts = async (q: string, actor: Actor | null = null) =>
  (await find(q, actor, { in: 'verdicts' })).items.map(({ verdict }) => verdict.slug);

describe('comments are found', () => {
  test('by other forms of their words, phrases, exclusions and alternatives', async () => {
    const cat = await post('The zebrafish **argues** with a walrus.');
    const dog = await post('A walrus meets the zebrafish.');
    expect((await comments('zebrafish argue')).sort()).toEqual([cat]);
    expect((await comments('walrus zebrafish')).sort()).toEqual([cat, dog].sort());
    expect(await comments('"meets the zebrafish"')).toEqual([dog]);
    expect(await comments('"meets zebrafish"')).toEqual([]);
    expect(await comments('walrus -argues')).toEqual([dog]);
    expect(await comments('"argues with" or "walrus meets"')).toHaveLength(2);
    expect((await comments('WALRÚS from:ADA')).sort()).toEqual([cat, dog].sort());
    expect(await comments('walrus from:grace')).toEqual([]);
    expect((await find('walrus from:nobody-here')).hints.join()).toContain(
      'Nobody here is called nobody-here',
    );
    expect((await comments('walrus source:arxiv')).length).toBe(2);
    expect(await comments('walrus source:nature')).toEqual([]);
  });

  test('by what readers see, not by the source of a link or of emphasis', async () => {
    const id = await post('Un*believ*able, [they say](https://example.org/qwertyuiop).');
    expect(await comments('unbelievable')).toEqual([id]);
    expect(await comments('qwertyuiop')).toEqual([]);
  });

  test.each([
    ['我认为这个模型很好', '模型', '型模'],
    ['この論文はとても面白いです', '論文', '文論'],
    ['ผมคิดว่าแบบจำลองนี้ดี', 'แบบจำลอง', 'ลองแบบ'],
    ['이모델은훌륭합니다', '모델', '델모'],
    ['Οι άνθρωποι διαφωνούν', 'ανθρωποι', 'ανθρωπι'],
    ['يُجادِلُ القُرّاء', 'القراء', 'القرى'],
    ['Ёлки зелёные', 'елки', 'волки'],
  ])('in %s by %s, and not by %s', async (body, part, other) => {
    const id = await post(body);
    expect(await comments(part)).toEqual([id]);
    expect(await comments(other)).toEqual([]);
    const { items } = await find(part, null, { in: 'comments' });
    expect(items[0]!.excerpt).toContain('<mark>');
  });

  test('by their new words after an edit, and no more by the old ones', async () => {
    const id = await post('Originally ocelots.');
    await editComment(id, { body: 'Afterwards pangolins.', version: 1 }, { actor: ada, now });
    expect(await comments('ocelots')).toEqual([]);
    expect(await comments('pangolin')).toEqual([id]);
  });
});

test('verdicts are found by title, source, claims and text, the title first', async () => {
  const { slug: other } = await publish('Reassurance in the workplace');
  expect(await verdicts('reassurance')).toEqual([other, slug]);
  expect(await verdicts('"well meant"')).toHaveLength(2);
  expect(await verdicts('workpl')).toEqual([other]);
  expect(await verdicts('source:arxiv workplace')).toEqual([other]);
  expect(await verdicts('source:arx')).toHaveLength(2);
  const { items } = await find('reassurance');
  expect(items[0]).toMatchObject({ kind: 'verdict', verdict: { title: 'Reassurance in the workplace' } });
  expect(items[1]!.excerpt).toContain('<mark>Reassurance</mark>');
});

test('a verdict is found by what its new version says', async () => {
  const { slug: changed } = await publish('Quokkas at work');
  await db().verdict.update({ where: { slug: changed }, data: { title: 'Wombats at work' } });
  expect(await verdicts('quokkas')).toEqual([]);
  expect(await verdicts('wombats')).toEqual([changed]);
});

describe('a typo', () => {
  test('in a comment’s word is corrected, and the result says so', async () => {
    const id = await post('Photosynthesis is not cope.');
    await learnNewWords();
    const found = await find('photosyntesis', null, { in: 'comments' });
    expect(found.corrected).toBe('photosynthesis');
    expect(found.items.map(({ comment }) => comment!.id)).toEqual([id]);
  });

  test('is not corrected to a word that only removed comments have', async () => {
    const { comment, caseId } = await reportedComment(slug, {
      ...{ author: ada, reporter: mary, body: 'Hippopotamuses everywhere.', now },
    });
    await learnNewWords();
    expect((await find('hippopotamusse')).corrected).toBe('hippopotamuses');
    await decideOn(caseId, {}, { actor: mary, now });
    expect(await find('hippopotamusse')).toMatchObject({ corrected: null, items: [] });
    expect(await comments(`from:ada hippopotamuses`)).not.toContain(comment.id);
  });

  test('in a title finds the verdict', async () => {
    expect(await verdicts('emergnet abilites')).toContain(slug);
  });
});

test('people are found by a part of their name', async () => {
  expect((await find('gra')).people).toEqual([{ username: 'grace', role: 'reader' }]);
  expect((await find('graec')).people).toEqual([{ username: 'grace', role: 'reader' }]);
  expect((await find('mary had a lamb')).people).toEqual([]);
  expect((await find('Gr')).people).toEqual([{ username: 'grace', role: 'reader' }]);
  expect((await find('ra')).people).toEqual([]);
  expect((await find('--')).people).toEqual([]);
});

test('an account that waits for approval is not found', async () => {
  const wanda = await enter('wanda');
  await post('A wombat.', wanda);
  await db().user.update({ where: { id: wanda.id }, data: { waitingSince: now } });
  expect((await find('wanda')).people).toEqual([]);
  expect((await find('from:wanda')).hints.join()).toContain('Nobody here is called wanda');
});

test('a query or a source of symbols finds nothing instead of everything', async () => {
  await post('A tapir ❤ ☕.');
  for (const q of ['❤', '☕ ⭐', '©', '❶', 'source:❤ tapir']) expect((await find(q)).items).toEqual([]);
  expect(await comments('tapir ❤')).toHaveLength(1);
});

test('at most three words are corrected', async () => {
  await post('Bandersnatch, jabberwock, tumtumtree, vorpalsword.');
  await learnNewWords();
  const typed = 'bandersnatsh jabberwok tumtumtre vorpalsord';
  expect(await findCorrection(typed)).toBe('bandersnatch jabberwock tumtumtree vorpalsord');
});

describe('the pages of a result', () => {
  test('go on from the newest comment after a cursor above it, and refuse one that no list has', async () => {
    const id = await post('A kakapo.');
    const at = (w: number) =>
      btoa(JSON.stringify({ sort: 'relevance', t: now.getTime(), v: null, c: { w } }));
    const page = await find('kakapo', null, { cursor: at(2 ** 40) });
    expect(page.items.map(({ comment }) => comment!.id)).toEqual([id]);
    expect(() => searchQuery.parse({ q: 'x', cursor: at(Number.MAX_SAFE_INTEGER) })).toThrow('not a cursor');
  });

  test('list each comment once and in the same order, even if others are posted or removed in between', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 13; i++) ids.push(await post(`An albatross, ${'and '.repeat(i)}no. ${i}.`));
    for (const sort of ['relevance', 'newest']) {
      const seen: string[] = [];
      const lengths: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await find('albatross', null, { in: 'comments', sort, limit: 4, cursor });
        seen.push(...page.items.map(({ comment }) => comment!.id));
        lengths.push(page.items.length);
        cursor = page.next ?? undefined;
        await post(`Another albatross, ${made}.`);
      } while (cursor);
      expect(seen.slice().sort()).toEqual(ids.slice().sort());
      expect(lengths).toEqual([4, 4, 4, 1]);
      if (sort === 'newest') expect(seen).toEqual(ids.toReversed());
      await db().comment.updateMany({
        where: { body: { startsWith: 'Another' } },
        data: { status: 'removed', moderatedStatus: 'removed' },
      });
    }
  });

  test('list verdicts and comments, each to the end', async () => {
    for (let i = 0; i < 3; i++) await publish(`Narwhals, part ${i}`);
    for (let i = 0; i < 3; i++) await post(`A narwhal, ${i}.`);
    for (const [limit, sort] of [1, 2, 4, 6, 20].flatMap((n) => [
      [n, 'relevance'] as const,
      [n, 'newest'] as const,
    ])) {
      const kinds: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await find('narwhal', null, { limit, sort, cursor });
        expect(page.items.length).toBe(Math.min(limit, 6 - kinds.length));
        kinds.push(
          ...page.items.map(({ kind, comment, verdict }) => `${kind} ${comment?.id ?? verdict.slug}`),
        );
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(new Set(kinds).size).toBe(6);
      expect(kinds).toHaveLength(6);
    }
  });
});

/** Who finds a comment of Ada's in each status: as `mayRead`, but removed ones only by `is:removed`. */
const FINDERS: Record<string, { q: string; by: string[] }> = {
  visible: { q: '', by: ['nobody', 'ada', 'grace', 'mary', 'linus'] },
  pending: { q: '', by: ['ada', 'mary', 'linus'] },
  hidden: { q: '', by: ['ada', 'mary', 'linus'] },
  removed: { q: ' is:removed', by: ['mary', 'linus'] },
  withdrawn: { q: '', by: [] },
};

test.each(Object.keys(FINDERS))('a %s comment is found by those who may read it only', async (status) => {
  const { q, by } = FINDERS[status]!;
  const word = `status${status}word`;
  if (status === 'pending') await db().word.create({ data: { text: word, kind: 'word', action: 'hold' } });
  const id = await post(`This says ${word}.`);
  if (status !== 'pending') await setStatus(id, status);
  const askers = { nobody: null, ada, grace, mary, linus };
  for (const [name, actor] of Object.entries(askers)) {
    const expected = by.includes(name) ? [id] : [];
    expect([name, await comments(word + q, actor)]).toEqual([name, expected]);
    expect([name, await comments(`from:ada ${word}${q}`, actor)]).toEqual([name, expected]);
    if (status === 'removed') expect([name, await comments(word, actor)]).toEqual([name, []]);
  }
});

async function setStatus(id: string, status: string) {
  if (status === 'withdrawn') return withdrawComment(id, { actor: ada, now });
  const set = status as 'visible';
  await db().comment.update({ where: { id }, data: { status: set, moderatedStatus: set } });
}

test('comments of a person whom the reader blocked are found by that person’s name only', async () => {
  const mallory = await enter('mallory');
  const id = await post('A platypus.', mallory);
  await db().block.create({ data: { userId: ada.id, blockedId: mallory.id } });
  expect(await comments('platypus', ada)).toEqual([]);
  expect(await comments('platypus from:mallory', ada)).toEqual([id]);
  expect(await comments('platypus', grace)).toEqual([id]);
});

test('is:removed is ignored for readers, who are told so', async () => {
  const { hints } = await find('is:removed cats', ada);
  expect(hints.join()).toContain('Only moderators');
});

test('a comment is absent from the first result after its removal, and back after it is restored', async () => {
  const { comment, caseId } = await reportedComment(slug, {
    ...{ author: grace, reporter: mary, body: 'A capybara.', now },
  });
  expect(await comments('capybara')).toEqual([comment.id]);
  await decideOn(caseId, {}, { actor: mary, now });
  expect(await comments('capybara')).toEqual([]);
  expect(await comments('capybara', grace)).toEqual([]);
});

test('a verdict that is unpublished or retracted, and comments below an unpublished one, are not found', async () => {
  const gone = (await publish('Axolotls unpublished')).slug;
  const retracted = (await publish('Axolotls retracted')).slug;
  const below = await post('An axolotl here.', ada, gone);
  const stays = await post('An axolotl there.', ada, retracted);
  expect((await verdicts('axolotls')).length).toBe(2);
  await unpublishVerdict(gone, { actor: COMMAND_LINE, now });
  await retractVerdict(retracted, { note: 'Invented.' }, { actor: COMMAND_LINE, now });
  expect(await verdicts('axolotls', mary)).toEqual([]);
  expect(await comments('axolotl', ada)).toEqual([stays]);
  expect((await comments('axolotl', linus)).sort()).toEqual([below, stays].sort());
});

test('a name that was erased finds nobody', async () => {
  const vera = await enter('vera');
  await post('A vicuña.', vera);
  expect(await comments('from:vera')).toHaveLength(1);
  await db().user.update({
    where: { id: vera.id },
    data: { username: null, skeleton: null, passwordHash: '', erasedAt: now },
  });
  expect(await find('from:vera')).toMatchObject({ items: [], people: [] });
  expect((await find('vera')).people).toEqual([]);
});

test.each([
  '\0',
  '%',
  '_',
  '\\',
  '"',
  "' OR 1=1 --",
  '((((',
  '!!! & | <-> :*',
  '-'.repeat(200),
  '"'.repeat(199),
  'a '.repeat(100),
  '\ud83d',
  '😀',
  'in:comments',
  'from: -x',
  'from:"\\" %',
  `source:"%" cats`,
  '~1.0',
  '\u202e\u200b',
  'x'.repeat(200),
])('the hostile query %j has an answer', async (q) => {
  for (const actor of [null, mary]) expect(await find(q, actor)).toHaveProperty('items');
});

test('a long verdict in a script without spaces can be published', async () => {
  const text = Array.from({ length: 60_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000)));
  const verdict = {
    title: '长文',
    sections: [{ heading: '一', blocks: [{ type: 'paragraph', text: text.join('') }] }],
  };
  await publishVerdict(verdict, { now });
  expect(await verdicts(`"${text.slice(100, 104).join('')}"`)).toHaveLength(1);
});

test('what is indexed is what rebuilding the index makes of it', async () => {
  const read = () =>
    db()
      .$queryRaw`SELECT c.body, w.words::text FROM comment_words w JOIN comments c ON c.id = w.comment_id ORDER BY c.id`;
  const total = await db().comment.count();
  expect(await read()).toHaveLength(total);
  await db().$executeRaw`SELECT rebuild_search()`;
  expect(await read()).toHaveLength(total);
  expect(await comments('albatross')).toHaveLength(13);
});
