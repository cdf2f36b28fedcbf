/** A short verdict: one section, two assumptions, two classifications. */
export function verdictText(title: string): string {
  return `arXiv cs.CY · 21 May 2026 · oracle/test-1

${title}

TEXT START: "We ask readers to argue with a machine."


THE DISSECTION

The paper argues that arguing helps. It does not say whom.


HIDDEN ASSUMPTIONS

  1. Readers read. The paper never checks.

  2. Machines listen. There is no sign of it.


SOCIAL FUNCTION

Reassurance. It makes everybody feel heard.

Classification: Well meant. Thinly argued.
`;
}
