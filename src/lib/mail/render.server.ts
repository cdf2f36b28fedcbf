import type { Component } from 'svelte';
import { render } from 'svelte/server';

/** Colours for mail programs with a dark scheme. !important overrides the inline styles. */
const STYLE = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
@media (prefers-color-scheme: dark) {
  body, .paper { background: #14130f !important; }
  .sheet { background: #1c1b17 !important; border-color: #322f27 !important; }
  .ink, .ink h1, .ink h2, .ink h3 { color: #ece8dd !important; }
  .quiet { color: #b0aa9b !important; }
  .link { color: #84b5f6 !important; }
  .stamp, .ink .stamp { color: #ff7a66 !important; border-color: #ff7a66 !important; }
  .button { background: #ece8dd !important; color: #14130f !important; }
  .rule { border-color: #322f27 !important; }
}`;

/** Svelte's hydration comments. Text can't match: its `<` is escaped. */
const MARKERS = /<!--[^>]*-->/g;

/** Renders a component, which escapes what it shows. @param title for screen readers and browsers */
export function renderMail<Props extends Record<string, unknown>>(
  component: Component<Props>,
  props: Props,
  title: string,
): string {
  const body = render(component as Component<Record<string, unknown>>, { props }).body.replace(MARKERS, '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body class="paper" style="margin:0;padding:0;background:#fbf9f4">
${body}
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
