export type ExportRow = Record<string, unknown>;

export interface ExportSection {
  name: string;
  title: string;
  rows: AsyncIterable<ExportRow>;
}

interface About {
  site: string;
  now: Date;
}

/** `{"site":…,"exportedAt":…,"account":[…],"comments":[…],…}`, one row per line. */
export async function* jsonExport(sections: ExportSection[], { site, now }: About): AsyncGenerator<string> {
  yield `{"site":${JSON.stringify(site)},"exportedAt":"${now.toISOString()}"`;
  for (const { name, rows } of sections) {
    yield `,\n"${name}":[`;
    let separator = '\n';
    for await (const row of rows) {
      yield separator + JSON.stringify(row);
      separator = ',\n';
    }
    yield ']';
  }
  yield '}\n';
}

const STYLE = `body{max-width:48rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color-scheme:light dark}
dl{margin:0 0 1rem;padding:.75rem 1rem;border:1px solid #8885;border-radius:.5rem;overflow-wrap:anywhere}
dt{font-size:.8rem;opacity:.75}dd{margin:0 0 .4rem;white-space:pre-wrap}dd dl{margin:.4rem 0}`;

/** A page without scripts or external resources, to be read or printed. */
export async function* htmlExport(sections: ExportSection[], { site, now }: About): AsyncGenerator<string> {
  yield `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Your data on CopeCheck</title><style>${STYLE}</style></head><body>
<h1>Your data on CopeCheck</h1><p>Everything that ${escaped(site)} stored about you on ${time(now)}.</p>\n`;
  for (const { title, rows } of sections) {
    let any = false;
    yield `<h2>${escaped(title)}</h2>\n`;
    for await (const row of rows) {
      any = true;
      yield `${list(row)}\n`;
    }
    if (!any) yield '<p>Nothing.</p>\n';
  }
  yield '</body></html>\n';
}

function list(row: ExportRow): string {
  const lines = Object.entries(row).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [`<dt>${escaped(words(name))}</dt><dd>${shown(value)}</dd>`],
  );
  return `<dl>${lines.join('')}</dl>`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => list(each as ExportRow)).join('');
  if (value instanceof Date) return time(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return escaped(String(value));
}

function time(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function words(name: string): string {
  const apart = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return apart.charAt(0).toUpperCase() + apart.slice(1);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!);
}
