/** A part of an excerpt; `found` is what was searched for. */
export interface Part {
  text: string;
  found: boolean;
}

const TEXT: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** The parts of an excerpt's HTML, which has `<mark>` and five entities. Pages show them as text, not as HTML. */
export function markedParts(excerpt: string): Part[] {
  return excerpt
    .split(/<\/?mark>/)
    .map((html, i) => ({
      text: html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => TEXT[entity]!),
      found: i % 2 === 1,
    }))
    .filter(({ text }) => text !== '');
}
