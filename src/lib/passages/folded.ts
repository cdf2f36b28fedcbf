/**
 * A text in which quotes are straight and white space is one space, for comparing: pages show typographic quotes, and a
 * browser may give other white space than the text has. `at`: the offset in the text of each folded unit.
 */
export interface Folded {
  text: string;
  at: Int32Array;
}

const STRAIGHT: Record<string, string> = { '“': '"', '”': '"', '„': '"', '‘': "'", '’': "'", '‚': "'" };

export function folded(text: string): Folded {
  const straight = text.replace(/[“”„‘’‚]/g, (quote) => STRAIGHT[quote]!).replace(/\s/g, ' ');
  const at = new Int32Array(text.length);
  let units = 0;
  for (let i = 0; i < text.length; i++) if (straight[i] !== ' ' || straight[i - 1] !== ' ') at[units++] = i;
  return { text: straight.replace(/ +/g, ' '), at: at.subarray(0, units) };
}

export const fold = (text: string): string => folded(text).text;
