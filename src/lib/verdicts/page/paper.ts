import type { Section, Source } from '#lib/verdicts/verdict.ts';

/** The text that a verdict is about, on another site. */
export interface Paper {
  url: string;
  /** Its id, or the name of its site; or what to do, where the source line has the id already. */
  label: string;
}

interface Known {
  source: Source;
  sections: Section[];
}

/** `2605.12345v2`, `econ.GN/0501001`. */
const ID = String.raw`\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?\/\d{7}(?:v\d+)?`;
const ARXIV = new RegExp(String.raw`\barXiv(?:\s*:\s*|\.org/(?:abs|pdf|html)/)(${ID})(?![\d.]*\d)`, 'i');
const ARXIV_ADDRESS = new RegExp(
  String.raw`^https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/(${ID})`,
  'i',
);
const DOI = /\b(?:doi\s*:\s*|doi\.org\/)(10\.\d{4,9}\/[^\s"<>]*[\p{L}\p{N}])/iu;

/** A line that names the source. Other lines may cite other papers. */
const NAMES_SOURCE =
  /^(?:(?:source|paper|preprint|article|original|link|url|url scan|address|doi|full text)\s*[:→]|arXiv\s*:)/i;
/** Characters. A longer line is a sentence. */
const MAX_LINE = 160;

/** From the verdict's link, or from an id in its source line, in the lines above its text or at its end. */
export function paperOf(known: Known): Paper | null {
  const paper = findPaper(known);
  const { feed, name } = known.source;
  return paper && (feed ?? name)?.includes(paper.label) ? { ...paper, label: 'Read the paper' } : paper;
}

function findPaper({ source, sections }: Known): Paper | null {
  const address = webAddress(source.url);
  if (address) return { url: address.href, label: labelOf(address) };
  const named = [source.feed, source.name].filter((line) => line !== null);
  for (const line of [...named, ...sourceLines(sections)]) {
    const paper = paperIn(line);
    if (paper) return paper;
  }
  return null;
}

function sourceLines(sections: Section[]): string[] {
  const banners = sections.flatMap((section) => section.banners);
  const outer = [sections[0]?.blocks[0], sections.at(-1)?.blocks.at(-1)];
  const paragraphs = outer.flatMap((block) => (block?.type === 'paragraph' ? block.text.split('\n') : []));
  return [...banners, ...paragraphs].filter((line) => line.length <= MAX_LINE && NAMES_SOURCE.test(line));
}

function paperIn(line: string): Paper | null {
  const [, id] = ARXIV.exec(line) ?? [];
  if (id) return { url: `https://arxiv.org/abs/${id}`, label: `arXiv:${id}` };
  const [, doi] = DOI.exec(line) ?? [];
  return doi ? { url: `https://doi.org/${encodeURI(doi)}`, label: `doi:${doi}` } : null;
}

function labelOf(address: URL): string {
  const [, id] = ARXIV_ADDRESS.exec(address.href) ?? [];
  return id ? `arXiv:${id}` : address.hostname.replace(/^www\./, '');
}

/** Null for other schemes, which could run code, and for addresses with a password. */
function webAddress(text: string | null): URL | null {
  const url = text === null ? null : URL.parse(text);
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url : null;
}
