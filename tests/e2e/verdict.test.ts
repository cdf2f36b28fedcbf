// Verdicts published on the command line: their pages have all of the text.
import { existsSync } from 'node:fs';
import { expect, stateOf, test } from '../support/browser/users.ts';

interface Expected {
  file: string;
  title: string;
  source: string[];
  opening: RegExp;
  sections: string[];
  assumptions: string[];
  classifications: string[];
}

const LANTERN: Expected = {
  file: 'src/lib/verdicts/fixtures/autopsy-page.txt',
  title: 'The lantern clause: staged disclosure for workplace automation',
  source: ['arXiv cs.CY', '2 June 2026', 'minimax/minimax-m2.7'],
  opening: /^“Staged disclosure asks firms .* leaving the pace to the firm\.”$/,
  sections: ['The dissection', 'The core fallacy', 'Hidden assumptions', 'Social function', 'The verdict'],
  assumptions: [
    'Firms know the pace of automation in advance.',
    '“Consultation” binds somebody.',
    'Workers use notice to find other work.',
  ],
  classifications: [
    'Procedural comfort.',
    'Honest about pace, silent about wages.',
    'Decent, and beside the point.',
    'Grief counselling.',
  ],
};

/** A real one, if it is beside the clone. */
const GAP: Expected = {
  file: '../shared/verdicts/coordination-gap.txt',
  title: 'The coordination gap in frontier AI safety policies',
  source: ['arXiv econ.GN', '21 May 2026', 'minimax/minimax-m2.7'],
  opening: /^“.+”$/,
  sections: LANTERN.sections,
  assumptions: [
    'Human institutions can meaningfully govern frontier AI through designed response architectures.',
    'Prevention and coordination are separable governance functions.',
    'Precommitment mechanisms are durable.',
    '“Ecosystem robustness” is a coherent goal.',
    'Institutional learning is the binding constraint.',
  ],
  classifications: [
    'Prestige signaling layered over partial truth.',
    'Analytically competent.',
    'Systemically inadequate.',
    'Transition management.',
  ],
};

for (const expected of [LANTERN, ...(existsSync(GAP.file) ? [GAP] : [])])
  test(`all of “${expected.title}” is on its page, without the boilerplate of the original page`, async ({
    page,
    site,
  }) => {
    const { code, stdout } = await site.cli('verdict', 'import', expected.file, '--json');
    expect(code).toBe(0);
    const [, slug] = /"slug":\s*"([^"]+)"/.exec(stdout)!;
    await page.goto(`/v/${slug}`);

    await expect(page.getByRole('heading', { level: 1 })).toHaveText(expected.title);
    for (const part of expected.source) await expect(page.locator('article header')).toContainText(part);
    await expect(page.getByLabel('Opening words of the source')).toHaveText(expected.opening);
    const contents = page.getByRole('navigation', { name: 'On this page' }).getByRole('listitem');
    await expect(contents).toHaveText([...expected.sections, /^Discussion/]);
    const headings = page.locator('article section[id^="s-"] > h2');
    await expect(headings).toHaveText(expected.sections.map((name) => new RegExp(`^${name}$`, 'i')));
    await expect(page.locator('.assumption .label')).toHaveText(
      expected.assumptions.map((label) => new RegExp(escaped(label))),
    );

    const box = page.getByRole('region', { name: 'The Oracle’s classification' });
    await expect(box.locator('.claim-vote')).toHaveCount(expected.classifications.length);
    for (const label of expected.classifications) await expect(box).toContainText(label.replace(/\.$/, ''));
    await expect(box.locator('.stamp .stamp')).toBeVisible();
    await expect(box.getByText('Social function')).toBeVisible();
    await expect(page.locator('main')).not.toContainText(/Be the first to weigh in|The Cope Report|beehiiv/);
  });

test('its head tells search engines and link previews what it is', async ({ page, site, publish, user }) => {
  const { slug, title } = await publish();
  const ada = await user('ada');
  const comment = await ada.post(slug, 'Mind </script><script>alert(1)</script> & the gap.');
  await page.goto(`/v/${slug}`);
  const address = `${site.url}/v/${slug}`;
  const meta = (name: string) => page.locator(`meta[name="${name}"], meta[property="${name}"]`);

  await expect(page).toHaveTitle(`${title} · CopeCheck`);
  await expect(meta('description')).toHaveAttribute(
    'content',
    /^The Oracle’s verdict: Well meant\. Thinly argued/,
  );
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute('href', address);
  for (const [name, content] of [
    ['og:type', 'article'],
    ['og:title', title],
    ['og:url', address],
    ['og:image', `${site.url}/og.png`],
    ['og:description', /^The Oracle’s verdict/],
    ['twitter:card', 'summary_large_image'],
  ] as const)
    await expect(meta(name)).toHaveAttribute('content', content);
  expect((await page.request.get('/og.png')).status()).toBe(200);

  // The browser keeps what the server made.
  await expect(stateOf(page)).toHaveText('Live');
  const graph = await page
    .locator('script[type="application/ld+json"]')
    .evaluate(
      (script) => (JSON.parse(script.textContent) as { '@graph': Record<string, unknown>[] })['@graph'],
    );
  expect(graph.map((thing) => thing['@type'])).toEqual(['Article', 'DiscussionForumPosting']);
  expect(graph[0]).toMatchObject({ headline: title, datePublished: '2026-05-21', mainEntityOfPage: address });
  expect(graph[1]).toMatchObject({
    commentCount: 1,
    comment: [
      {
        '@type': 'Comment',
        text: 'Mind </script><script>alert(1)</script> & the gap.',
        url: `${address}#c-${comment.id}`,
        author: { name: ada.name },
      },
    ],
  });
});

test('a link to a comment that is not on the page opens it with its ancestors', async ({
  page,
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const root = await ada.post(slug, 'The oldest root.');
  const reply = await ada.post(slug, 'The reply that is linked to.', root.id);
  for (let i = 1; i <= 51; i++) await ada.post(slug, `Newer ${i}.`);
  await page.goto(`/v/${slug}#c-${reply.id}`);
  await expect(page.getByText('The reply that is linked to.')).toBeInViewport();
  await expect(page.getByText('The oldest root.')).toBeVisible();
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
