import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseVerdict } from './parse-verdict.ts';

const page = readFileSync(new URL('../fixtures/autopsy-page.txt', import.meta.url), 'utf8');

/** A page with a source line, a title and the given body. */
const withBody = (body: string) => parseVerdict(`arXiv cs.CY · 2 Jun 2026 · m/m-1\n\nA title\n\n${body}`);

test('a real page gives source, date, model, title and opening', () => {
  expect(parseVerdict(page)).toMatchObject({
    shape: 'autopsy',
    title: 'The lantern clause: staged disclosure for workplace automation',
    source: { name: 'arXiv', feed: 'arXiv cs.CY', url: null },
    publishedAt: '2026-06-02',
    publishedText: '02 Jun 2026',
    model: 'minimax/minimax-m2.7',
    opening:
      'Staged disclosure asks firms to announce automation in steps: notice, consultation, and review, while leaving the pace to the firm.',
    score: null,
    mode: null,
    sample: false,
  });
});

test('a real page gives its five sections in order', () => {
  const { sections } = parseVerdict(page);
  expect(sections.map(({ kind }) => kind)).toEqual([
    'dissection',
    'fallacy',
    'assumptions',
    'social-function',
    'verdict',
  ]);
  expect(sections.map(({ id }) => id)).toEqual([
    'the-dissection',
    'the-core-fallacy',
    'hidden-assumptions',
    'social-function',
    'the-verdict',
  ]);
});

test('claims are the sentences of the classification, the social-function label and the assumptions', () => {
  const { claims } = parseVerdict(page);
  expect(claims.map(({ origin, label }) => [origin, label])).toEqual([
    ['classification-line', 'Procedural comfort.'],
    ['classification-line', 'Honest about pace, silent about wages.'],
    ['classification-line', 'Decent, and beside the point.'],
    ['social-function', 'Grief counselling.'],
    ['assumption', 'Firms know the pace of automation in advance.'],
    ['assumption', '"Consultation" binds somebody.'],
    ['assumption', 'Workers use notice to find other work.'],
  ]);
  expect(claims[5]!.detail).toBe(
    'The paper never says whom. Is there a party that may say no? It leaves that to the reader.',
  );
});

test('boilerplate is removed, and a sentence that only mentions it stays', () => {
  const text = JSON.stringify(parseVerdict(page));
  expect(text).not.toMatch(/Cope Report|beehiiv|Subscribe|Send Feedback|Be the first/);
  expect(text).toContain('No comments yet is the entry in its own table of replies.');
});

test('what the page does not say is null', () => {
  expect(parseVerdict('A title\n\nTHE DISSECTION\n\nOne sentence.')).toMatchObject({
    source: { name: null, feed: null, url: null },
    publishedAt: null,
    publishedText: null,
    model: null,
    opening: null,
    claims: [],
  });
});

test('a date that names no day stays as written and gives no day', () => {
  expect(parseVerdict('arXiv cs.SE · Feb 2023\n\nA title\n\nTHE DISSECTION\n\nText.')).toMatchObject({
    publishedAt: null,
    publishedText: 'Feb 2023',
    model: null,
  });
});

test.each([
  ['upper case', 'THE CORE FALLACY'],
  ['title case', 'The Core Fallacy'],
  ['numbered', '2. THE CORE FALLACY'],
  ['lettered', 'B. THE CORE FALLACY'],
  ['in Roman numerals', 'II. THE CORE FALLACY'],
  ['with a suffix', 'The Core Fallacy (Relative to DT)'],
  ['with a colon', 'THE CORE FALLACY:'],
  ['in Markdown', '## **The Core Fallacy**'],
])('a heading is known %s, with or without an empty line below', (_, heading) => {
  for (const gap of ['\n', '\n\n']) {
    const { sections } = withBody(`${heading}${gap}It is wrong.`);
    expect(sections).toMatchObject([
      { kind: 'fallacy', blocks: [{ type: 'paragraph', text: 'It is wrong.' }] },
    ]);
    expect(sections[0]!.heading.toLowerCase()).toContain('the core fallacy');
  }
});

test('a heading keeps its suffix and loses its number', () => {
  const { sections } = withBody('2. The Core Fallacy (Relative to DT)\nIt is wrong.');
  expect(sections[0]!.heading).toBe('The Core Fallacy (Relative to DT)');
});

test('text on the heading’s own line is the first text of its section', () => {
  const { sections, claims } = withBody('SOCIAL FUNCTION: Transition management. It calms.');
  expect(sections[0]).toMatchObject({
    heading: 'SOCIAL FUNCTION',
    blocks: [{ text: 'Transition management. It calms.' }],
  });
  expect(claims[0]).toMatchObject({ origin: 'social-function', label: 'Transition management.' });
});

test('a known name with words added to it is still that section', () => {
  const { sections } = withBody(
    'HIDDEN ASSUMPTIONS SMUGGLED IN\n\n  1. It pays.\n\nThe Social Function Here\n\nComfort.',
  );
  expect(sections.map(({ kind }) => kind)).toEqual(['assumptions', 'social-function']);
});

test('step lines and banners are above the section they announce', () => {
  const { sections } = withBody(
    'ORACLE DISSECTION: A title\n\nSTEP 1: READ THE TEXT\n1. THE DISSECTION\nFirst.\n\nSTEP 2: NAME THE ERROR\n2. THE CORE FALLACY\nSecond.',
  );
  expect(sections.map(({ banners, heading }) => [banners, heading])).toEqual([
    [['ORACLE DISSECTION: A title', 'STEP 1: READ THE TEXT'], 'THE DISSECTION'],
    [['STEP 2: NAME THE ERROR'], 'THE CORE FALLACY'],
  ]);
});

test('URL SCAN gives title and first line where the page has no other', () => {
  const text =
    'arXiv cs.AI · 27 May 2026 ·m/m-2\n\nURL SCAN\nTitle: The scanned title\nFirst Line: "We begin here."\n\nTHE DISSECTION\n\nText.';
  expect(parseVerdict(text)).toMatchObject({ title: 'The scanned title', opening: 'We begin here.' });
});

test('an address after URL SCAN is the source’s', () => {
  const { source } = withBody(
    'URL SCAN: https://arxiv.org/abs/2303.10130\nFIRST LINE: We begin.\n\nTHE DISSECTION\n\nText.',
  );
  expect(source.url).toBe('https://arxiv.org/abs/2303.10130');
});

test('a first line that says there is none gives no opening, and stays as text', () => {
  const { opening, sections } = withBody('FIRST LINE: N/A, the page was blocked.\n\nTHE DISSECTION\n\nText.');
  expect(opening).toBeNull();
  expect(sections[0]).toMatchObject({
    heading: '',
    blocks: [{ text: 'FIRST LINE: N/A, the page was blocked.' }],
  });
});

test('unknown sections are kept, in order', () => {
  const { sections } = withBody('THE DISSECTION\n\nA.\n\nVIABILITY SCORECARD\n\nB.\n\nTHE VERDICT\n\nC.');
  expect(sections.map(({ kind, heading }) => [kind, heading])).toEqual([
    ['dissection', 'THE DISSECTION'],
    ['other', 'VIABILITY SCORECARD'],
    ['verdict', 'THE VERDICT'],
  ]);
});

test('a title-case line opens a section only on pages that write headings so', () => {
  const titled = withBody('The Dissection\n\nA.\n\nThe Core Mechanism (DT Lens)\n\nB.');
  expect(titled.sections.map(({ heading }) => heading)).toEqual([
    'The Dissection',
    'The Core Mechanism (DT Lens)',
  ]);
  const upper = withBody('THE DISSECTION\n\nA.\n\nThe Core Mechanism\n\nB.');
  expect(upper.sections).toHaveLength(1);
  expect(upper.sections[0]!.blocks[1]).toEqual({ type: 'heading', text: 'The Core Mechanism' });
});

test('a label alone on its line below SOCIAL FUNCTION is no heading', () => {
  const { sections, claims } = withBody(
    'The Dissection\n\nA.\n\nSocial Function\n\nTransition Management\n\nIt calms.',
  );
  expect(sections.map(({ heading }) => heading)).toEqual(['The Dissection', 'Social Function']);
  expect(claims).toMatchObject([{ origin: 'social-function', label: 'Transition Management' }]);
});

test('a social function that opens with a sentence about the paper has no label', () => {
  expect(
    withBody('SOCIAL FUNCTION\n\nThis is ideological anesthetic in a joke costume. It calms.').claims,
  ).toEqual([]);
});

test('a missing classification is missing', () => {
  expect(withBody('THE VERDICT\n\nIt fails.').claims).toEqual([]);
});

test('a classification can have its own heading, or be a list', () => {
  const labels = (body: string) =>
    withBody(`THE VERDICT\n\nIt fails.\n\n${body}`).claims.map(({ label }) => label);
  expect(labels('CLASSIFICATION\n\nPartial truth. Sound method.')).toEqual([
    'Partial truth.',
    'Sound method.',
  ]);
  expect(labels('Classification:\n- Partial truth\n- Sound method')).toEqual([
    'Partial truth',
    'Sound method',
  ]);
  expect(labels('**Classification:** Partial truth.')).toEqual(['Partial truth.']);
});

test('a section holds paragraphs, a sentence before its list, dash lists, numbered lists and sub-headings', () => {
  const { sections } = withBody(
    'THE DISSECTION\n\nThree things:\n- one\n- two\n\n  1. Ordered a.\n  2. Ordered b.\n\n1. A Named Point\nIts text.\n\n2. Another Point\nMore text.',
  );
  expect(sections[0]!.blocks).toEqual([
    { type: 'paragraph', text: 'Three things:' },
    { type: 'list', ordered: false, items: ['one', 'two'] },
    { type: 'list', ordered: true, items: ['Ordered a.', 'Ordered b.'] },
    { type: 'heading', text: '1. A Named Point' },
    { type: 'paragraph', text: 'Its text.' },
    { type: 'heading', text: '2. Another Point' },
    { type: 'paragraph', text: 'More text.' },
  ]);
});

test('numbered lists outside HIDDEN ASSUMPTIONS are no claims', () => {
  expect(withBody('THE DISSECTION\n\n  1. One.\n  2. Two.').claims).toEqual([]);
});

test('an assumption includes the lines below it; a remark after the last one is about all of them', () => {
  const { sections } = withBody(
    'HIDDEN ASSUMPTIONS\n\nTwo of them:\n\n  1. Work comes back\n\n     It did before.\n\n  2. Wages follow\n\n     They did not.\n\nNeither is argued.',
  );
  expect(sections[0]!.blocks).toEqual([
    { type: 'paragraph', text: 'Two of them:' },
    { type: 'assumption', number: 1, label: 'Work comes back', detail: 'It did before.' },
    { type: 'assumption', number: 2, label: 'Wages follow', detail: 'They did not.' },
    { type: 'paragraph', text: 'Neither is argued.' },
  ]);
});

test('a dash parts label and detail of an assumption', () => {
  const { claims } = withBody(
    'HIDDEN ASSUMPTIONS\n\n  1. Dignity still counts - The piece treats it as weight. It is none.',
  );
  expect(claims[0]).toMatchObject({
    label: 'Dignity still counts',
    detail: 'The piece treats it as weight. It is none.',
  });
});

test('keeps words in other scripts', () => {
  const { sections, claims } = withBody(
    'THE VERDICT\n\nДело не в этом. 这不是问题。\n\nClassification: 部分真实。 Половина правды.',
  );
  expect(sections[0]!.blocks[0]).toEqual({ type: 'paragraph', text: 'Дело не в этом. 这不是问题。' });
  expect(claims.map(({ label }) => label)).toEqual(['部分真实。', 'Половина правды.']);
});

test('line ends, byte order mark, tabs and no-break spaces make no difference', () => {
  const odd = `\ufeff${page.replaceAll('\n', '\r\n').replaceAll('  1. ', '\t1.\u00a0').replaceAll(' · ', '\u00a0·\t')}`;
  expect(parseVerdict(odd)).toEqual(parseVerdict(page));
});

test('lines broken by an editor are joined again', () => {
  const fold = (text: string) => text.replace(/(?=.{73}).{50,72}(?: )/g, '$&\n').replaceAll(' \n', '\n');
  const folded = fold(page);
  expect(folded.split('\n').every((line) => line.length <= 120)).toBe(true);
  expect(parseVerdict(folded)).toEqual(parseVerdict(page));
});

test('a page that says it is a sample is one', () => {
  expect(
    parseVerdict('arXiv cs.CY · Jun 2026\nSample verdict\n\nA title\n\nTHE DISSECTION\n\nNo.').sample,
  ).toBe(true);
});

test('a paper may be called “The Verdict: …”', () => {
  const text = 'arXiv cs.CY · 2 Jun 2026\n\nThe Verdict: Courts and Machines\n\nTHE DISSECTION\n\nText.';
  expect(parseVerdict(text).title).toBe('The Verdict: Courts and Machines');
});

test('a banner above the classification stays, though its section holds nothing else', () => {
  const { sections, claims } = withBody(
    'THE DISSECTION\n\nText.\n\nSTEP 6: STAMP IT\nCLASSIFICATION\nPartial truth.',
  );
  expect(sections.map(({ heading, banners }) => [heading, banners])).toEqual([
    ['THE DISSECTION', []],
    ['', ['STEP 6: STAMP IT']],
  ]);
  expect(claims.map(({ label }) => label)).toEqual(['Partial truth.']);
});
