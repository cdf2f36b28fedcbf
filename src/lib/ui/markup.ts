/** HTML that may be inserted as it is. Only `markup` and `trusted` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | false | null | undefined;

/** Makes HTML of a template. Values are escaped unless they are markup; false, null and undefined are left out. */
export function markup(strings: TemplateStringsArray, ...values: (Value | Value[])[]): Markup {
  let text = strings[0]!;
  values.forEach((value, i) => {
    text += Array.isArray(value) ? value.map(textOf).join('') : textOf(value);
    text += strings[i + 1]!;
  });
  return new Markup(text);
}

/** `html` must come from our sanitiser. */
export function trusted(html: string): Markup {
  return new Markup(html);
}

function textOf(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (value === false || value === null || value === undefined) return '';
  return String(value).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
