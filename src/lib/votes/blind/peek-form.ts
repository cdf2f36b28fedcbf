import { markup } from '#lib/ui/markup.ts';

/**
 * Shows the tallies before one's vote, as HTML: its code isn't needed before the page is live. Without scripts it leads
 * to the page with them (`votes=shown`).
 */
export function peekForm(action: string): string {
  return markup`<form class="peek no-print" method="post" action="${action}"><p>For its first 24 hours, a verdict hides the votes on a claim until you have voted on it.</p><button>Show without voting</button></form>`
    .text;
}
