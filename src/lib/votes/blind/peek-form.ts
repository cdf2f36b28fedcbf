import { markup } from '#lib/ui/markup.ts';

/**
 * Says that votes are hidden, with a button that shows them, as HTML: its code isn't needed before the page is live.
 * Without scripts the button leads to the page with them (`votes=shown`). The second line takes the place of the first
 * once they are shown, so that nothing moves.
 */
export function peekForm(action: string): string {
  return markup`<form class="peek no-print" method="post" action="${action}"><p><span>In the first 24 hours, you see the votes on a claim once you have voted on it.</span> <button>Show without voting</button></p><p>You see the votes on all claims. Others see them after voting, or 24 hours after publication.</p></form>`
    .text;
}
