import { Option } from 'commander';

/** The flag that every command has. A function, because commander keeps state in an option. */
export const JSON_FLAG = (): Option => new Option('--json', 'print JSON, for programs');

/** Prints a command's result to standard output: `value` for programs, `words` for people. */
export function print(json: boolean | undefined, value: unknown, words: string): void {
  const output = json ? JSON.stringify(value) : words;
  if (output) console.log(output);
}

/** Rows as lines with aligned columns. */
export function columns(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
