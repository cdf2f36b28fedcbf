// A form and nothing else.
export const csr = false;
