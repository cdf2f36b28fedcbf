// Takes the screenshots in docs/screens from a real site with a new database: node_modules/.bin/node .config/screens.ts
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { chromium as launcher, type BrowserContextOptions, type Page } from '@playwright/test';
import { PASSWORD } from '../tests/support/cast.ts';
import { ApiClient } from '../tests/support/api-client.ts';
import { databaseAddress, startSite } from '../tests/support/site.ts';
import { chromium } from './browser.mjs';
import { build, root, setUp } from './setup.mjs';

const SIZES = [
  { width: 1280, height: 860 },
  { width: 390, height: 844 },
];
const out = join(root, 'docs/screens');

await setUp();
await build();
mkdirSync(out, { recursive: true });
const site = await startSite();
const { executablePath, env } = await chromium();
const browser = await launcher.launch({
  executablePath,
  env: { ...process.env, ...env },
  args: ['--no-sandbox'],
});
try {
  // A new verdict hides its votes for a day.
  await site.sql(`UPDATE verdicts SET created_at = now() - interval '2 days'`);
  const people = await stage();
  for (const viewport of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${colorScheme}-${viewport.width}`;
      const options = { viewport, colorScheme, locale: 'en-GB' };
      await takeScreenshot(`front-${look}`, options, '/');
      await takeScreenshot(`verdict-${look}`, options, `/v/${people.slug}`);
      await takeScreenshot(`subscribe-${look}`, options, `/v/${people.slug}`, (page) =>
        page
          .getByRole('contentinfo')
          .scrollIntoViewIfNeeded()
          .then(() => undefined),
      );
      await takeScreenshot(
        `discussion-${look}`,
        { ...options, storageState: people.reader },
        `/v/${people.slug}`,
        (page) => discuss(page, people),
      );
      await takeScreenshot(`sign-up-${look}`, options, '/sign-up', showRefusal);
    }
  const moderated = await moderate(people);
  for (const viewport of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${colorScheme}-${viewport.width}`;
      const options = { viewport, colorScheme, locale: 'en-GB' };
      const mary = { ...options, storageState: moderated.mary };
      await takeScreenshot(`queue-${look}`, mary, '/moderation');
      await takeScreenshot(`case-${look}`, mary, `/moderation/cases/${moderated.case}?do=remove`);
      await takeScreenshot(`notices-${look}`, { ...options, storageState: moderated.mallory }, '/notices');
      await takeScreenshot(`log-${look}`, options, '/moderation-log');
    }
  const written = await write(people);
  for (const viewport of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${colorScheme}-${viewport.width}`;
      const options = { viewport, colorScheme, locale: 'en-GB' };
      const mary = { ...options, storageState: moderated.mary };
      const verdict = `/v/${written.slug}`;
      const at = ({ id }: { id: string }) => `${verdict}?comment=${id}#c-${id}`;
      await takeScreenshot(`deep-link-${look}`, options, `${verdict}#c-${written.deep.id}`, settle);
      await takeScreenshot(`removed-${look}`, options, at(written.removed), settle);
      await takeScreenshot(`arabic-${look}`, options, at(written.arabic), settle);
      await takeScreenshot(`moderate-${look}`, mary, at(written.rude), openDecision);
      const print = { ...options, colorScheme: 'light' as const };
      if (colorScheme === 'light') await takeScreenshot(`print-${viewport.width}`, print, verdict, printed);
      const forced = { ...options, forcedColors: 'active' as const };
      await takeScreenshot(
        `forced-colors-${look}`,
        { ...forced, storageState: people.reader },
        verdict,
        press,
      );
    }
  const returned = await comeBack(people);
  for (const viewport of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${colorScheme}-${viewport.width}`;
      const grace = { viewport, colorScheme, locale: 'en-GB', storageState: people.reader };
      const verdict = `/v/${returned.slug}`;
      await returned.forgetReading();
      await takeScreenshot(`new-comments-${look}`, grace, `${verdict}#discussion`, showNew);
      await takeScreenshot(`options-${look}`, grace, `${verdict}#c-${returned.reply.id}`, showOptions);
      await takeScreenshot(`inbox-${look}`, grace, '/notices');
      await takeScreenshot(`search-${look}`, grace, '/search?q=sample+"larger+sample"+or+measured');
      await takeScreenshot(`my-comments-${look}`, grace, '/my/comments');
      await takeScreenshot(`profile-${look}`, grace, '/u/ada');
      await takeScreenshot(`notice-settings-${look}`, grace, '/settings', showNoticeSettings);
      if (viewport.width > 1000) await takeScreenshot(`card-${look}`, grace, verdict, showCard);
      await takeScreenshot(`quote-${look}`, grace, `${verdict}#c-${returned.reply.id}`, showQuote);
    }
  const argued = await argue(people);
  for (const viewport of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${colorScheme}-${viewport.width}`;
      const grace = { viewport, colorScheme, locale: 'en-GB', storageState: people.reader };
      const verdict = `/v/${argued.slug}`;
      await takeScreenshot(`argument-${look}`, grace, `${verdict}#discussion`, settle);
      await takeScreenshot(`passage-${look}`, grace, verdict, showPassage);
      await takeScreenshot(`assumptions-${look}`, grace, `${verdict}/assumptions`);
      await takeScreenshot(`common-ground-${look}`, grace, '/about/common-ground', wholePage);
      await takeScreenshot(`scorecard-${look}`, grace, '/sources/arxiv-econ-gn', wholePage);
    }
  const admin = await publish();
  for (const viewport of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${colorScheme}-${viewport.width}`;
      const options = { viewport, colorScheme, locale: 'en-GB' };
      const linus = { ...options, storageState: admin.linus };
      await takeScreenshot(`admin-${look}`, linus, '/admin');
      await takeScreenshot(`draft-${look}`, linus, admin.draft);
      await takeScreenshot(`versions-${look}`, options, `/v/${admin.slug}/versions/2`);
    }
  await prepareReport(admin);
  for (const viewport of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${colorScheme}-${viewport.width}`;
      const options = { viewport, colorScheme, locale: 'en-GB' };
      const linus = { ...options, storageState: admin.linus };
      await takeScreenshot(`report-desk-${look}`, linus, '/admin/report');
      await takeScreenshot(`report-mail-${look}`, linus, '/admin/report/mail', wholePage);
    }
  await sendReport(admin);
  for (const viewport of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${colorScheme}-${viewport.width}`;
      const options = { viewport, colorScheme, locale: 'en-GB' };
      await takeScreenshot(`report-${look}`, options, '/report');
      await takeScreenshot(`report-issue-${look}`, options, '/report/12');
    }
} finally {
  await browser.close();
  await site.stop();
}

type Stage = Awaited<ReturnType<typeof stage>>;

/** Adds readers, votes and a thread through the API. */
async function stage() {
  const join = (username: string) => ApiClient.signUp(site.url, username);
  const [ada, grace, katherine] = [await join('ada'), await join('grace'), await join('katherine')];
  const [edsger, barbara] = [await join('edsger'), await join('barbara')];
  const people = [ada, grace, katherine, edsger, barbara];
  const { items } = (await ada.call<{ items: { slug: string }[] }>('GET', '/verdicts')).body;
  const slug = items[0]!.slug;
  for (const [i, one] of items.entries()) {
    const { claims } = (await ada.call<{ claims: { id: string }[] }>('GET', `/verdicts/${one.slug}`)).body;
    for (const [j, { id }] of claims.entries())
      for (const [k, person] of people.entries())
        if ((i + j + k) % 5 !== 4)
          await person.call('PUT', `/claims/${id}/vote`, {
            stance: (i + j * 3 + k) % 3 ? 'agree' : 'disagree',
          });
  }
  const say = (person: ApiClient, body: string, parent?: { id: string }) =>
    person.post(slug, body, parent?.id);
  const helpful = (person: ApiClient, { id }: { id: string }) =>
    person.call('PUT', `/comments/${id}/rating`, { helpful: true });

  const older = await say(
    katherine,
    'The second reading deserves more than a paragraph. We gave the tools of this spring to the same people: the slowdown is gone, **the illusion is not**.\n\n- expected: 20% faster\n- felt: 15% faster\n- clock: no difference',
  );
  await say(edsger, 'How many people is “the same people”?', older);
  await say(
    edsger,
    'It stops one sentence too early. What was *merged* counts, not what was finished.',
    await say(barbara, 'Method over mood is the nicest thing it has stamped this year.'),
  );
  const first = await say(
    ada,
    'Assumption 2 is unfair. The paper says in its *first table* whom it watched and why: these could be observed with care. That is a reason, not an assumption.',
  );
  const answer = await say(
    grace,
    'It grants them the care. It doubts that what holds for maintainers of large old projects holds where the cuts are made.',
    first,
  );
  const taken = await say(edsger, 'Never mind.', first);
  await say(barbara, 'I would have kept that one.', taken);
  await edsger.call('DELETE', `/comments/${taken.id}`);
  for (const person of [grace, edsger, barbara]) await helpful(person, first);
  for (const person of [ada, barbara]) await helpful(person, answer);
  return { slug, answer, say, ada, grace, katherine, reader: await stateOf(grace) };
}

/** Adds reports and cases. */
async function moderate({ say, ada, katherine }: Stage) {
  const join = (username: string) => ApiClient.signUp(site.url, username);
  const [mary, ivan, mallory] = [await join('mary'), await join('ivan'), await join('mallory')];
  for (const { name } of [mary, ivan]) await site.cli('user', 'role', name, 'moderator');
  const database = new pg.Client({ connectionString: databaseAddress(site.dataDir) });
  await database.connect();
  await database.query(`UPDATE users SET created_at = now() - interval '40 days'`);
  const rude = await say(mallory, 'You people are idiots, and the author is a paid liar. Fire them all.');
  await say(ada, 'Can we stay with table two, please?', rude);
  const others = [
    await say(mallory, 'Best watches, cheap and fast. Write to me and get one for free today.'),
    await say(katherine, 'The author of this dissection did not read table two.'),
    await say(mallory, 'My page has the true numbers, and a discount.'),
  ];
  const report = (who: ApiClient, { id }: { id: string }, reason: string, note?: string) =>
    who.call('POST', `/comments/${id}/reports`, { reason, note });
  await report(ada, rude, 'personal_attack', 'Calls us idiots, and accuses the author of lying for money.');
  await report(ivan, rude, 'personal_attack');
  await report(ivan, others[0]!, 'spam');
  await report(ada, others[0]!, 'spam');
  await report(mary, others[1]!, 'misquote', 'It does quote table two, in the second section.');
  await report(ivan, others[2]!, 'spam');
  const caseOf = async ({ id }: { id: string }) =>
    (await database.query<{ id: string }>('SELECT id FROM cases WHERE comment_id = $1', [id])).rows[0]!.id;
  await mary.submit(`/moderation/cases/${await caseOf(others[2]!)}?/decide`, {
    kind: 'remove',
    version: '1',
    nonce: crypto.randomUUID(),
    reason: 'spam',
    note: 'Links to what you sell have no place here.',
  });
  const opened = await caseOf(others[0]!);
  await ivan.submit(`/moderation/cases/${opened}?/lease`, { take: 'true' });
  const shown = await caseOf(rude);
  await database.end();
  return { case: shown, mary: await stateOf(mary), mallory: await stateOf(mallory) };
}

/** Adds a long thread, a removed comment and one in Arabic to another verdict. */
async function write({ ada, katherine }: Stage) {
  const { items } = (await ada.call<{ items: { slug: string }[] }>('GET', '/verdicts')).body;
  const slug = items[1]!.slug;
  const mallory = await ApiClient.signUp(site.url, 'trudy');
  for (let i = 1; i <= 60; i++)
    await ada.post(slug, `Point ${i}: the sample is small, and the effect is not.`);
  let deep = await katherine.post(slug, 'Which of these points would survive a larger sample?');
  for (let i = 1; i <= 9; i++)
    deep = await (i % 2 ? ada : katherine).post(slug, `Answer ${i}: it depends on who is counted.`, deep.id);
  const removed = await mallory.post(slug, 'Best watches, cheap and fast.');
  await ada.post(slug, 'This is not the place for watches.', removed.id);
  await site.sql(`UPDATE comments SET moderated_status = 'removed', status = 'removed' WHERE id = $1`, [
    removed.id,
  ]);
  const rude = await mallory.post(slug, 'You people are idiots. Fire them all.');
  const arabic = await katherine.post(
    slug,
    'الحجة الثانية أقوى من الأولى، لكن العينة صغيرة: ستة عشر شخصًا فقط.\n\n1. من اختارهم؟\n2. ومن دفع؟\n\n> “maintainers of large old projects”\n\nThe quote is from section 2.',
  );
  return { slug, deep, removed, rude, arabic };
}

/** Lets a reader return to a verdict on which others have written, replied to them and named them. */
async function comeBack({ ada, grace, katherine }: Stage) {
  const { items } = (await ada.call<{ items: { slug: string }[] }>('GET', '/verdicts')).body;
  const slug = items[2]!.slug;
  await ada.submit('/settings?/bio', { bio: 'Counts things for a living. Mostly sceptical of averages.' });
  const own = await grace.post(slug, 'Which of the two samples was measured with the clock?');
  await katherine.post(slug, 'The first one. The second was asked.', own.id);
  const { seq } = (await grace.call<{ seq: number }>('GET', `/verdicts/${slug}/comments?limit=1`)).body;
  await grace.call('PUT', `/verdicts/${slug}/read`, { seq });
  const reply = await ada.post(
    slug,
    'Both, says the appendix. “Measured” is the word for the first only, and @grace is right to ask: the second has a clock for **eleven** of sixteen people.',
    own.id,
  );
  for (const text of [
    'A larger sample would not help. The question is whom it leaves out.',
    'It says so itself, in the last paragraph of the method.',
    'Then the verdict should quote that paragraph.',
  ])
    await katherine.post(slug, text, text.startsWith('Then') ? reply.id : undefined);
  await grace.call('PUT', `/comments/${reply.id}/bookmark`, { bookmarked: true });
  // Taking a picture of new comments reads them.
  const forgetReading = () => site.sql('UPDATE read_positions SET seq = $1', [seq]);
  return { slug, reply, forgetReading };
}

/** Lets two camps of twelve vote, comment on passages and rate on one verdict, and vote on all others. */
async function argue({ ada, grace, katherine }: Stage) {
  interface Listed {
    slug: string;
    title: string;
    classifications: { id: string }[];
  }
  const { items } = (await ada.call<{ items: Listed[] }>('GET', '/verdicts')).body;
  const { slug } = items.find(({ title }) => title.startsWith('GPTs'))!;
  const join = (side: string) =>
    Promise.all(Array.from({ length: 12 }, (_, n) => ApiClient.signUp(site.url, `${side}-${n + 1}`)));
  const camps = { agree: await join('north'), disagree: await join('south') };
  for (const [stance, camp] of Object.entries(camps))
    for (const [n, person] of camp.entries())
      for (const [i, { classifications }] of items.entries())
        for (const [j, { id }] of classifications.entries())
          await person.call('PUT', `/claims/${id}/vote`, {
            stance: j === 0 || (i + j + n) % 3 ? stance : 'disagree',
          });
  const on = async (person: ApiClient, section: string, quote: string, body: string) =>
    (
      await person.call<{ id: string }>('POST', `/verdicts/${slug}/comments`, {
        body,
        anchor: { section, quote },
      })
    ).body;
  const said = {
    both: await on(
      katherine,
      'the-dissection',
      'Exposure is a property of work. Loss is a decision of a payroll.',
      'This is the sentence both camps can use. The paper measures the first half, and everyone quotes the second.',
    ),
    agree: await on(
      ada,
      'the-core-fallacy',
      'Work is not bought in tasks. It is bought in roles',
      'Ask anyone who has split a role into tickets: what was left over was the job.',
    ),
    disagree: await on(
      grace,
      'the-core-fallacy',
      'It is bought in roles',
      'Half of the people I know are paid by the task. The verdict describes an office, not the economy.',
    ),
  };
  await on(
    ada,
    'hidden-assumptions',
    'The map will hold still.',
    'The authors print the date on it. That is the opposite of an assumption.',
  );
  for (let i = 1; i <= 30; i++)
    await [ada, grace, katherine][i % 3]!.post(slug, `Table ${i} of the appendix has the numbers for this.`);
  const rate = async (camp: ApiClient[], { id }: { id: string }, helpful: boolean) => {
    for (const person of camp.slice(0, 10)) await person.call('PUT', `/comments/${id}/rating`, { helpful });
  };
  for (const [stance, camp] of Object.entries(camps)) {
    await rate(camp, said.both, true);
    await rate(camp, said.agree, stance === 'agree');
    await rate(camp, said.disagree, stance === 'disagree');
  }
  return { slug };
}

async function showPassage(page: Page) {
  await settle(page);
  // The code of passages is loaded a second after the page is live.
  await page.waitForTimeout(2000);
  await page.locator('#s-the-core-fallacy mark').first().click();
  await page.getByText('paid by the task').first().waitFor();
  return undefined;
}

async function showNew(page: Page) {
  await settle(page);
  await page.getByText(/\d+ new since/).waitFor();
  return undefined;
}

async function showOptions(page: Page) {
  await settle(page);
  await page.getByRole('button', { name: /^More/ }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.waitForLoadState('networkidle');
  return undefined;
}

async function showNoticeSettings(page: Page) {
  await page
    .getByRole('heading', { name: /notice/i })
    .first()
    .scrollIntoViewIfNeeded();
  return undefined;
}

async function showCard(page: Page) {
  await settle(page);
  // The code of cards and quotes is loaded a second after the page is live.
  await page.waitForTimeout(2000);
  const name = page.locator('#thread').getByRole('link', { name: 'ada', exact: true }).first();
  await name.scrollIntoViewIfNeeded();
  await name.hover();
  await page.getByText('Counts things for a living').waitFor();
  return undefined;
}

async function showQuote(page: Page) {
  await settle(page);
  await page.waitForTimeout(2000);
  const linked = new URL(page.url()).hash.slice(1);
  await page.locator(`[id="${linked}"] > .content .body p`).first().selectText();
  await page.getByRole('button', { name: /^Quote/ }).waitFor();
  return undefined;
}

async function settle(page: Page) {
  await page.locator('#talk header [role="status"]').getByText('Live').waitFor();
  await page.waitForLoadState('networkidle');
  return undefined;
}

async function openDecision(page: Page) {
  await settle(page);
  await page.getByRole('button', { name: 'Moderate' }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.waitForLoadState('networkidle');
  return undefined;
}

async function press(page: Page) {
  await settle(page);
  await page
    .getByRole('button', { name: /^Agree/ })
    .first()
    .focus();
  return undefined;
}

async function printed(page: Page) {
  await settle(page);
  await page.emulateMedia({ media: 'print' });
  await page
    .locator('#talk')
    .evaluate((talk) => scrollTo(0, talk.getBoundingClientRect().top + scrollY - 400));
  return undefined;
}

/** Adds a draft with a line that isn't recognised, and a verdict with a second version. */
async function publish() {
  const linus = await ApiClient.signUp(site.url, 'linus');
  await site.cli('user', 'role', 'linus', 'admin');
  const text = readFileSync(join(root, 'src/lib/verdicts/fixtures/autopsy-page.txt'), 'utf8');
  const { slug } = (await linus.call<{ slug: string }>('POST', '/verdicts', { text })).body;
  await linus.call('PUT', `/verdicts/${slug}`, {
    text: text
      .replace(
        'It takes the end of a job as given and asks',
        'It takes the end of a job for granted, and asks only',
      )
      .replace('"Consultation" binds somebody.', '"Consultation" binds the employer.'),
    note: 'Assumption 2 now says whom consultation binds.',
  });
  const state = await stateOf(linus);
  const context = await browser.newContext({ baseURL: site.url, storageState: state });
  const page = await context.newPage();
  await page.goto('/admin/verdicts/new');
  const odd = 'By a staff writer, with a remark that no label names.\n\n\nTHE DISSECTION';
  const other = text.replace('The lantern clause', 'The second lantern').replace('THE DISSECTION', odd);
  await page.getByLabel('The page', { exact: true }).fill(other);
  await page.getByRole('button', { name: 'Continue to the preview' }).click();
  await page.waitForURL(/\/drafts\//);
  const draft = new URL(page.url()).pathname;
  await context.close();
  return { slug, draft, linus: state, admin: linus };
}

type Published = Awaited<ReturnType<typeof publish>>;

/** Composes a draft of The Cope Report with something in every section. */
async function prepareReport({ slug, admin }: Published) {
  const database = new pg.Client({ connectionString: databaseAddress(site.dataDir) });
  await database.connect();
  await database.query(`UPDATE verdicts SET is_sample = false, created_at = now() - interval '2 days'`);
  await database.query(`UPDATE verdicts SET created_at = now() - interval '30 days' WHERE slug = $1`, [slug]);
  await database.query(`
    INSERT INTO subscribers (id, email, email_hash, state, confirmed_at)
    SELECT gen_random_uuid(), 'reader-' || i || '@example.org', 'hash-' || i, 'confirmed', now()
    FROM generate_series(1, 24) i`);
  // The previous issue, with votes that have shifted since.
  await database.query(
    `
    INSERT INTO report_issues (id, n, state, content, period_start, period_end, composed_at, send_started_at,
      send_finished_at, subject, recipients, delivered, failed)
    SELECT gen_random_uuid(), 11, 'sent', json_build_object('sections', json_build_array(json_build_object(
        'kind', 'new-versions', 'items', json_build_array(json_build_object(
          'key', 'new-versions:' || id, 'verdictId', id, 'version', version))))),
      t - interval '7 days', t, t, t, t, '', 21, 21, 0
    FROM (SELECT id, version, now() - interval '7 days' AS t FROM verdicts WHERE slug = $1) before`,
    [slug],
  );
  await database.query(`
    INSERT INTO report_tallies (issue_id, claim_id, agree, disagree)
    SELECT i.id, c.id, c.disagree + 2, c.agree + 3 FROM report_issues i CROSS JOIN claims c`);
  await database.query(`UPDATE claims SET agree = agree * 3, disagree = disagree * 2`);
  await database.end();
  await admin.submit('/admin/report?/compose', {});
  await admin.submit('/admin/report?/introduce', {
    version: '1',
    introduction:
      'A quiet week for papers and a loud one for comments. Sixteen maintainers got more attention than any minister.',
  });
}

async function sendReport({ admin }: Published) {
  await admin.submit('/admin/report?/send', { version: '2' });
}

/** Shows what happens on an open page: a reply that has just arrived, and a new comment behind the button. */
async function discuss(page: Page, { answer, say, katherine, ada }: Stage) {
  const top = () => page.locator('#talk').evaluate((talk) => talk.scrollIntoView({ behavior: 'instant' }));
  await page.locator('#talk header [role="status"]').getByText('Live').waitFor();
  await top();
  const more = await say(ada, 'Sixteen people who say that they are sixteen people.');
  await page.getByRole('button', { name: '1 new comment' }).waitFor();
  const late = await say(katherine, 'Then the doubt is about those who quote the paper.', answer);
  const arrived = page.locator(`[id="c-${late.id}"]`);
  const waits = page.getByRole('button', { name: '1 new reply' });
  await arrived.or(waits).waitFor();
  if (await waits.isVisible()) await waits.click();
  await arrived.waitFor();
  // A focus ring would look like part of the design.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await top();
  return async () => {
    await katherine.call('DELETE', `/comments/${late.id}`);
    await ada.call('DELETE', `/comments/${more.id}`);
  };
}

async function showRefusal(page: Page) {
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('Password').fill('password12');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('alert').waitFor();
  return undefined;
}

/** The whole page, not only the viewport. */
async function wholePage(page: Page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: page.viewportSize()!.width, height });
  return undefined;
}

type CleanUp = () => Promise<void>;

async function takeScreenshot(
  name: string,
  look: BrowserContextOptions,
  path: string,
  prepare?: (page: Page) => Promise<CleanUp | undefined>,
) {
  const context = await browser.newContext({ baseURL: site.url, ...look });
  const page = await context.newPage();
  await page.goto(path);
  await page.evaluate(() => document.fonts.ready);
  const cleanUp = await prepare?.(page);
  await page.screenshot({ path: join(out, `${name}.png`), animations: 'allow' });
  await cleanUp?.();
  await context.close();
}

/** The cookies of a browser in which they are signed in. */
async function stateOf({ name }: ApiClient) {
  const context = await browser.newContext({ baseURL: site.url });
  await context.request.post('/api/v1/session', {
    data: { username: name, password: PASSWORD },
    headers: { origin: site.url },
  });
  return context.storageState();
}
