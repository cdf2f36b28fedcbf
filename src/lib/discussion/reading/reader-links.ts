import type { MarkdownIt } from 'markdown-it';
import { arxivLength, bareDoiLength, completeAddress, doiLength, isWebAddress } from './web-address.ts';

type Links = MarkdownIt['linkify'];
type Length = (text: string, at: number, links: Links) => number;

/** Within an address of another kind, or a word, these aren't what they look like. */
const INSIDE = /[\w/.:@=?&#%\-+~\\$]/;

/** Of a match at `at`, without the colon that the library takes for a part of a path. */
function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const [found = ''] = pattern.exec(text) ?? [];
  return found.replace(/:$/, '').length;
}

const webLength: Length = (text, at, { re }) => lengthAt(re.get_http_validator(), text, at);

/** A host and its path, after `www.`. */
const hostLength: Length = (text, at, { re }) => lengthAt(re.get_relative_proto_validator(), text, at);

/** A path after a known host, whose slash is the last character before `at`. */
const pathLength: Length = (text, at, { re }) => {
  path ??= new RegExp(re.get_path().source, 'iy');
  return Math.max(0, lengthAt(path, text, at - 1) - 1);
};
let path: RegExp | undefined;

const KINDS: Record<string, Length> = {
  'doi:': doiLength,
  '10.': bareDoiLength,
  'arxiv:': arxivLength,
  'arxiv.org/': pathLength,
  'doi.org/': pathLength,
  'dx.doi.org/': pathLength,
  'www.': hostLength,
};

/** Only web addresses become links, DOIs and arXiv ids among them. Mail addresses stay text. */
export function linkWebAddresses(markdown: MarkdownIt): void {
  const { linkify } = markdown;
  linkify.set({ fuzzyEmail: false });
  for (const scheme of ['ftp:', '//', 'mailto:']) linkify.add(scheme, null);
  for (const scheme of ['http:', 'https:']) linkify.add(scheme, { validate: webLength });
  for (const [prefix, length] of Object.entries(KINDS))
    linkify.add(prefix, {
      validate: (text, at, links) =>
        INSIDE.test(text[at - prefix.length - 1] ?? '') ? 0 : length(text, at, links),
    });
  const normalize = markdown.normalizeLink.bind(markdown);
  markdown.normalizeLink = (written) => normalize(completeAddress(written));
  markdown.validateLink = isWebAddress;
}
