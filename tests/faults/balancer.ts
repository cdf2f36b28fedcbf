import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Balancer {
  url: string;
  close: () => Promise<void>;
}

/**
 * A TCP load balancer for several processes: each new connection goes to the next one that accepts it, and stays
 * there, which is all that a websocket needs.
 */
export async function startBalancer(port: number, targets: number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  let turn = 0;
  const pass = (client: Socket, tries = targets.length): void => {
    if (tries === 0) return void client.destroy();
    const target = connect(targets[turn++ % targets.length]!, '127.0.0.1');
    target.once('error', () => pass(client, tries - 1));
    target.once('connect', () => {
      target.removeAllListeners('error');
      join(client, target);
    });
  };
  const server = createServer({ pauseOnConnect: true }, (client) => {
    open.add(client);
    client.on('close', () => open.delete(client));
    client.on('error', () => client.destroy());
    pass(client);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const client of open) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** If one side closes, so does the other. */
function join(client: Socket, target: Socket): void {
  client.pipe(target).pipe(client);
  for (const [one, other] of [
    [client, target],
    [target, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}
