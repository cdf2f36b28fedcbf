import { markup, type Markup } from '#lib/ui/markup.ts';
import { longDate } from '#lib/ui/relative-time.ts';
import type { Source } from '#lib/verdicts/verdict.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import type { Paper } from './paper.ts';

interface Told {
  source: Source;
  publishedAt: string | null;
  publishedText?: string | null;
  model: string | null;
  sample: boolean;
  /** Without them, no name is linked. */
  scorecards?: VerdictView['scorecards'];
}

/**
 * What `SourceLine` shows of a verdict, as HTML: its code isn't needed before the page is live. The feed's and the model's
 * names lead to their scorecards.
 */
export function sourceLine(told: Told, paper: Paper | null = null): string {
  const { source, publishedAt, publishedText, model, scorecards } = told;
  const name = source.feed ?? source.name;
  const parts = [
    name && part(linked(name, scorecards?.feed && `/sources/${scorecards.feed}`)),
    paper && part(markup`<a href="${paper.url}" rel="noopener external">${paper.label}</a>`),
    publishedAt
      ? part(markup`<time datetime="${publishedAt}">${longDate(publishedAt)}</time>`)
      : publishedText && part(publishedText),
    model && part(linked(model, scorecards?.model && `/models/${scorecards.model}`)),
    told.sample && markup`<span class="sample" title="Written for this site as an example">Sample</span>`,
  ];
  return markup`${parts}`.text;
}

const part = (content: Markup | string) => markup`<span>${content}</span>`;

/** Of a name in any direction of writing. */
function linked(name: string, address: string | null | undefined): Markup {
  const isolated = markup`<bdi>${name}</bdi>`;
  return address ? markup`<a href="${address}" title="Scorecard">${isolated}</a>` : isolated;
}
