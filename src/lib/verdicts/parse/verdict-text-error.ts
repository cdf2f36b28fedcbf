export interface TextFault {
  /** The line of the text, from 1, where reading failed. */
  line: number;
  expected: string;
  found: string;
  /** True where the text is refused for its size alone. */
  tooLarge?: boolean;
}

/** A text that can't be read as a verdict. The message says what was expected, what was found, and on which line. */
export class VerdictTextError extends Error {
  override name = 'VerdictTextError';
  readonly line: number;
  readonly expected: string;
  readonly tooLarge: boolean;

  constructor({ line, expected, found, tooLarge = false }: TextFault) {
    super(`Line ${line}: expected ${expected}, found ${found}.`);
    this.line = line;
    this.expected = expected;
    this.tooLarge = tooLarge;
  }
}
