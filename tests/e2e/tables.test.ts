// A verdict's tables, and the labels beside its stamp.
import { expect, test } from '../support/browser/users.ts';

const ROWS = [
  ['1', 'Growth of the survivors is growth of all.', 'Those who closed are not in the sample.', 'None given'],
  ['2', 'A freed clerk finds better work.', 'Vacancies fell in the region.', 'Vacancy rates, 2022 to 2025'],
];
const CLAIMS = ROWS.map(([, label, ...detail]) => ({ kind: 'assumption', label, detail: detail.join('\n') }));

const statement = (title: string) => ({
  shape: 'statement-analysis',
  title,
  score: { value: 57, max: 100, band: 'heavy cope' },
  mode: 'reframing',
  speaker: 'The association’s chair',
  sections: [
    { heading: 'Analysis', blocks: [{ type: 'paragraph', text: 'It counts offices, not clerks.' }] },
    {
      heading: 'Hidden Assumptions',
      kind: 'assumptions',
      blocks: [{ type: 'table', header: ['#', 'Assumption', 'Counter', 'Evidence'], rows: ROWS }],
    },
  ],
  claims: [
    { kind: 'classification', origin: 'score', label: '57/100 (heavy cope)' },
    { kind: 'classification', origin: 'mode', label: 'reframing' },
    ...CLAIMS,
  ],
});

test('a wide table scrolls inside a region that the keyboard reaches, and the page doesn’t scroll sideways', async ({
  publish,
  page,
}) => {
  const { slug } = await publish(statement('A wide table'));
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`/v/${slug}`);
  const region = page.getByRole('group', { name: 'Table: Hidden Assumptions' });
  await expect(region.getByRole('row')).toHaveCount(3);
  await expect(region.getByRole('columnheader')).toHaveText(['#', 'Assumption', 'Counter', 'Evidence']);
  await region.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => region.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('each row of a table of assumptions can be voted on, below the table', async ({
  site,
  publish,
  user,
}) => {
  const { slug } = await publish(statement('Votes on rows'));
  await site.age(slug);
  const ada = await user('ada');
  const page = await ada.read(slug);
  const section = page.getByRole('region', { name: 'Hidden Assumptions' });
  await expect(section.getByRole('group', { name: /^Your vote/ })).toHaveCount(ROWS.length);
  const vote = section.getByRole('group', { name: 'Your vote: A freed clerk finds better work' });
  await vote.getByRole('button', { name: 'Not assumed 0' }).click();
  await expect(vote.getByRole('button', { name: 'Not assumed 1' })).toHaveAttribute('aria-pressed', 'true');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('band and mode are explained where they are shown, and the speaker is named', async ({
    publish,
    page,
  }) => {
    const { slug } = await publish(statement('What a band means'));
    await page.goto(`/v/${slug}`);
    const box = page.getByRole('region', { name: 'The Oracle’s classification' });
    await expect(box).toContainText('Scores from 50 to 79: most of it makes the change look smaller');
    await expect(box).toContainText(
      'It answers a different question, so that a loss reads as something else.',
    );
    await expect(box.getByRole('definition')).toHaveText(['The association’s chair']);
  });

  test('an unknown band or mode is shown as the page has it, without an explanation', async ({
    publish,
    page,
  }) => {
    const unknown = {
      score: { value: 72, max: 100, band: 'wishful arithmetic' },
      mode: 'candour',
      speaker: null,
    };
    const { slug } = await publish({ ...statement('A band nobody knows'), ...unknown, claims: undefined });
    await page.goto(`/v/${slug}`);
    const box = page.getByRole('region', { name: 'The Oracle’s classification' });
    await expect(box).toContainText(/wishful arithmetic/i);
    await expect(box).toContainText(/candour/i);
    await expect(box.locator('.means')).toHaveCount(0);
    await expect(box.getByRole('term')).toHaveCount(0);
  });
});
