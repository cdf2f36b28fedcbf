import { markup, type Markup } from '#lib/ui/markup.ts';
import type { Block, Section } from '#lib/verdicts/verdict.ts';

// The text of a verdict is plain markup, made on the server. Only votes on its assumptions are components, so the
// browser's first JavaScript has nothing else of the article.

/** Markup, or a claim that readers vote on: its markup, with the vote below it. */
export interface ArticlePart {
  html: string;
  claim?: { id: string; kind: 'assumption' | 'row-claim' };
}

export interface ArticleSection {
  id: string;
  /** Of sections with the same heading, the first is a landmark. */
  isLandmark: boolean;
  parts: ArticlePart[];
}

interface Shown {
  sections: Section[];
  claims: { id: string; kind: string; label: string }[];
}

/** An element with text: the nth of a block, in the order of its elements. */
export interface PieceOfText {
  section: string;
  block: number;
  piece: number;
}

/** What else the article shows. */
export interface Decoration {
  text: (at: PieceOfText, text: string) => Markup;
  /** Before a block. */
  before: (at: Omit<PieceOfText, 'piece'>, type: Block['type']) => Markup | false;
}

const PLAIN: Decoration = { text: (_at, text) => markup`${text}`, before: () => false };

/** `after`: markup below the text of a section, by its id. */
export function articleSections(
  { sections, claims }: Shown,
  { after = {}, decoration = PLAIN }: { after?: Record<string, string>; decoration?: Decoration } = {},
): ArticleSection[] {
  const assumptions = new Map(
    claims.filter(({ kind }) => kind === 'assumption').map(({ label, id }) => [label, id]),
  );
  const first = new Map(sections.toReversed().map(({ heading, id }) => [heading, id]));
  return sections.map((section) => {
    const parts = [
      part(headMarkup(section)),
      ...section.blocks.flatMap((block, i) => {
        const at = { section: section.id, block: i };
        let piece = 0;
        const text = (each: string) => decoration.text({ ...at, piece: piece++ }, each);
        return [
          part(markup`${decoration.before(at, block.type)}`),
          ...blockParts(block, section, { text, assumptions }),
        ];
      }),
      { html: after[section.id] ?? '' },
    ];
    const isLandmark = section.heading !== '' && first.get(section.heading) === section.id;
    return { id: section.id, isLandmark, parts: joined(parts) };
  });
}

const part = ({ text }: Markup): ArticlePart => ({ html: text });

/** Neighbours without a claim as one. */
function joined(parts: ArticlePart[]): ArticlePart[] {
  const result: ArticlePart[] = [];
  for (const each of parts) {
    const last = result.at(-1);
    if (last && !last.claim && !each.claim) last.html += each.html;
    else result.push({ ...each });
  }
  return result.filter(({ html }) => html !== '');
}

function headMarkup({ id, heading, banners }: Section): Markup {
  return markup`${[
    ...banners.map((banner) => markup`<p class=banner dir=auto>${banner}</p>`),
    heading !== '' && markup`<h2 id="h-${id}" dir=auto><a href="#s-${id}">${heading}</a></h2>`,
  ]}`;
}

interface Context {
  /** Called for the texts of a block in their order. */
  text: (text: string) => Markup;
  /** Ids of claims by label. */
  assumptions: Map<string, string>;
}

function blockParts(block: Block, section: Section, context: Context): ArticlePart[] {
  const { text, assumptions } = context;
  switch (block.type) {
    case 'paragraph':
      return [
        part(
          section.kind === 'excerpt'
            ? markup`<blockquote dir=auto>${text(block.text)}</blockquote>`
            : markup`<p dir=auto>${text(block.text)}</p>`,
        ),
      ];
    case 'heading':
      return [part(markup`<h3 dir=auto>${text(block.text)}</h3>`)];
    case 'list':
      return [part(listMarkup(block, text))];
    case 'table':
      return [part(tableMarkup(block, section, text)), ...rowClaims(block, section, assumptions)];
    case 'assumption':
      return [assumptionPart(block, text, assumptions.get(block.label))];
  }
}

type BlockOf<T extends Block['type']> = Extract<Block, { type: T }>;

function listMarkup({ ordered, items, start }: BlockOf<'list'>, text: Context['text']): Markup {
  const lines = items.map((item) => markup`<li>${text(item)}</li>`);
  if (!ordered) return markup`<ul dir=auto>${lines}</ul>`;
  // Of the largest number, which needs room beside the text.
  const digits = String((start ?? 1) + items.length - 1).length;
  const from = start !== undefined && markup` start=${start}`;
  return markup`<ol dir=auto${from} style="--digits: ${digits}">${lines}</ol>`;
}

/** Wide tables scroll; keyboard users need something to focus for that. */
function tableMarkup(
  { header, rows }: BlockOf<'table'>,
  { heading }: Section,
  text: Context['text'],
): Markup {
  const titles = header?.map((cell) => {
    const shown = text(cell);
    return cell.trim() === '' ? markup`<td>${shown}</td>` : markup`<th scope=col dir=auto>${shown}</th>`;
  });
  const head = titles && markup`<thead><tr>${titles}</tr></thead>`;
  const body = rows.map(
    (row) => markup`<tr>${row.map((cell) => markup`<td dir=auto>${text(cell)}</td>`)}</tr>`,
  );
  return markup`<div class=wide role=group aria-label="Table: ${heading}" tabindex=0><table>${head}<tbody>${body}</tbody></table></div>`;
}

function rowClaims({ rows }: BlockOf<'table'>, { kind }: Section, assumptions: Map<string, string>) {
  if (kind !== 'assumptions') return [];
  return rows.flatMap((row): ArticlePart[] => {
    const label = row.find((cell) => assumptions.has(cell));
    if (label === undefined) return [];
    const { text } = markup`<p class=label dir=auto>${label}</p>`;
    return [{ html: text, claim: { id: assumptions.get(label)!, kind: 'row-claim' } }];
  });
}

/** Not a list: the number is part of the text. */
function assumptionPart(
  { number, label, detail }: BlockOf<'assumption'>,
  text: Context['text'],
  claim?: string,
): ArticlePart {
  const says = markup`<p class=label dir=auto>${text(label)}</p>`;
  const more = detail && markup`<p class=detail dir=auto>${text(detail)}</p>`;
  const html = markup`<span class=number>${number}<span class=dot>.</span></span><div>${[says, more]}</div>`;
  if (claim === undefined) return part(markup`<div class=assumption>${html}</div>`);
  return { html: html.text, claim: { id: claim, kind: 'assumption' } };
}
