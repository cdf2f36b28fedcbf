import { REFUSALS } from '#lib/refusals.ts';

export interface Unsent {
  /** The path with the name of the form action. */
  action: string;
  fields: [name: string, value: string][];
}

// Without a layout, which can't be rendered. It contains the unsent form, because a browser without JavaScript keeps the
// text nowhere else.
export function outagePage(unsent: Unsent | null): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Back shortly · CopeCheck</title>
<style>
:root { color-scheme: light dark }
body { margin: 0; background: light-dark(#fbf9f4, #14130f); color: light-dark(#1c1b17, #ece8dd); font: 1.1rem/1.55 Georgia, 'Times New Roman', serif }
main { max-width: 36rem; margin: clamp(2rem, 12vh, 8rem) auto; padding: 0 1.5rem }
h1 { margin: 0 0 1.5rem; font-size: clamp(2rem, 1.3rem + 2.6vw, 3rem); line-height: 1.1 }
label { display: block; margin: 1.5rem 0 0.4rem; font: 600 0.95rem/1.4 system-ui, sans-serif }
textarea { box-sizing: border-box; width: 100%; min-height: 9rem; padding: 0.6rem; font: inherit; color: inherit; background: transparent; border: 1px solid light-dark(#8a8474, #777061) }
button { margin: 1rem 0; padding: 0.6rem 1.1rem; font: 600 1rem/1.4 system-ui, sans-serif }
a { color: inherit }
</style>
</head>
<body>
<main>
<h1>Back shortly</h1>
<p>${unsent ? escaped(REFUSALS.unavailable.message) : 'The site can’t reach its database right now. Nothing that was saved is lost. Try again in a few seconds.'}</p>
${unsent ? form(unsent) : ''}
<p><a href="/">All verdicts</a></p>
</main>
</body>
</html>
`;
}

function form({ action, fields }: Unsent): string {
  const inputs = fields.map(([name, value], at) =>
    name === 'body' || name === 'message'
      ? `<label for="f${at}">Your text</label>\n<textarea id="f${at}" name="${escaped(name)}">\n${escaped(value)}</textarea>`
      : `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return `<form method="post" action="${escaped(action)}">\n${inputs.join('\n')}\n<button>Send again</button>\n</form>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
