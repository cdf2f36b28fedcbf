import pg from 'pg';

type Query = (...args: unknown[]) => unknown;

/** Runs `act` and returns the SQL statements sent to PostgreSQL, with those of transactions. */
export async function queriesOf<T>(act: () => Promise<T>): Promise<{ result: T; queries: string[] }> {
  const queries: string[] = [];
  const client = pg.Client.prototype as unknown as { query: Query };
  const { query } = client;
  client.query = function (this: unknown, ...args: unknown[]) {
    const [statement] = args;
    queries.push(typeof statement === 'string' ? statement : (statement as { text: string }).text);
    return query.apply(this, args);
  };
  try {
    return { result: await act(), queries };
  } finally {
    client.query = query;
  }
}
