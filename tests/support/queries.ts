import pg from 'pg';

type Query = (...args: unknown[]) => unknown;

/** What a new connection of the pool begins with; whether one is opened depends on what else runs. */
const isSetUp = (text: string) => text.startsWith('SET jit');

/** Runs `act` and returns the SQL statements sent to PostgreSQL, with those of transactions. */
export async function queriesOf<T>(act: () => Promise<T>): Promise<{ result: T; queries: string[] }> {
  const queries: string[] = [];
  const client = pg.Client.prototype as unknown as { query: Query };
  const { query } = client;
  client.query = function (this: unknown, ...args: unknown[]) {
    const [statement] = args;
    const text = typeof statement === 'string' ? statement : (statement as { text: string }).text;
    if (!isSetUp(text)) queries.push(text);
    return query.apply(this, args);
  };
  try {
    return { result: await act(), queries };
  } finally {
    client.query = query;
  }
}
