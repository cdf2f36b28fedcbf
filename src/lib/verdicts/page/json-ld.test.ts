import { expect, test } from 'vitest';
import { describe, headMarkup, verdictData } from './json-ld.ts';

const text = {
  title: 'A title with </script> in it',
  publishedAt: '2026-05-21',
  model: 'some/model',
  source: { name: 'arXiv', feed: 'arXiv econ.GN' },
  sections: [
    {
      id: 'a',
      heading: '',
      kind: 'other' as const,
      banners: [],
      blocks: [{ type: 'paragraph' as const, text: 'First & foremost. '.repeat(30) }],
    },
  ],
  claims: [{ kind: 'classification', label: 'Competent.' }],
};
const verdict = { ...text, description: describe(text), comments: 1 };
const comment = {
  id: 'c1',
  author: 'grace',
  text: '</script><script>alert(1)</script> & <!-- ',
  createdAt: '2026-05-22T10:00:00.000Z',
};
const paper = 'https://arxiv.org/abs/2605.12345';
const given = { verdict, paper, address: 'https://x.test/v/a', comments: [comment] };

test('nothing that a comment or a title says can end the script element', () => {
  expect(verdictData(given)).not.toMatch(/[<>&]/);
});

test('read back, the data says what was written', () => {
  const [article, discussion] = JSON.parse(verdictData(given))['@graph'];
  expect(article).toMatchObject({ '@type': 'Article', headline: verdict.title, datePublished: '2026-05-21' });
  expect(article.about).toMatchObject({ url: paper, sameAs: paper });
  expect(discussion).toMatchObject({ '@type': 'DiscussionForumPosting', commentCount: 1 });
  expect(discussion.comment[0]).toMatchObject({ text: comment.text, url: 'https://x.test/v/a#c-c1' });
});

test('the description opens with the classification and is cut between words', () => {
  const { description } = verdict;
  expect(description).toMatch(/^The Oracle’s verdict: Competent\. First & foremost\./);
  expect(description.length).toBeLessThanOrEqual(201);
  expect(description).toMatch(/\S…$/);
});

test('no text of a verdict can end an attribute or the script element of its head', () => {
  const html = headMarkup({ ...given, verdict: { ...verdict, title: `"><script>${verdict.title}` } });
  expect(html.match(/<\/?script/g)).toEqual(['<script', '</script']);
  expect(html).toContain('content="&#34;&#62;&#60;script');
});
