import { createHmac } from 'node:crypto';

type Query = <T extends object>(text: string, values: unknown[]) => Promise<T[]>;

/** The path that an email about a reply links to, without waiting for the email. */
export async function stopPath(query: Query, username: string): Promise<string> {
  await query(`INSERT INTO site_keys VALUES ('stop-notices', $1) ON CONFLICT DO NOTHING`, [
    Buffer.alloc(32, 'key'),
  ]);
  const [{ key }] = (await query<{ key: Buffer }>(`SELECT key FROM site_keys WHERE name = $1`, [
    'stop-notices',
  ])) as [{ key: Buffer }];
  const [{ id }] = (await query<{ id: string }>(`SELECT id FROM users WHERE username = $1`, [username])) as [
    { id: string },
  ];
  // The bit of replies is the first.
  const content = Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), Buffer.of(1)]);
  const mac = createHmac('sha256', key).update(content).digest();
  return `/notices/unsubscribe?token=${Buffer.concat([content, mac]).toString('base64url')}`;
}
