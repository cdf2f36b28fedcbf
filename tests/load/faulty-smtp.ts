// A mail server process that replies 451 and drops connections at given rates. It sends
// its parent each accepted mail: recipient, Message-ID, and whether it dropped the connection instead of replying.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import { SMTPServer } from 'smtp-server';

export interface Accepted {
  to: string;
  messageId: string;
  /** The client got no reply and has to treat the mail as lost. */
  unanswered: boolean;
}

export interface FaultRates {
  /** Share of all commands that get 451. */
  refused: number;
  /** Share of commands and of accepted texts at which the connection is dropped. */
  dropped: number;
}

const rates = JSON.parse(process.argv[2]!) as FaultRates;
const counts = { commands: 0, refused: 0, dropped: 0, connections: 0 };

interface Connection {
  _onCommand: (command: Buffer, callback: () => void) => void;
  _socket: { destroy: () => void };
  send: (code: number, text: string) => void;
}

// smtp-server has handlers for some commands only; all of them pass here.
const connection = SMTPConnection.prototype as unknown as Connection;
const onCommand = connection._onCommand;
connection._onCommand = function (this: Connection, command, callback) {
  counts.commands += 1;
  if (Math.random() < rates.dropped) {
    counts.dropped += 1;
    return this._socket.destroy();
  }
  if (Math.random() < rates.refused) {
    counts.refused += 1;
    this.send(451, '4.3.0 Try again later');
    return callback();
  }
  onCommand.call(this, command, callback);
};

const sockets = new Map<number, { destroy: () => void }>();
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onData(stream, { envelope, remotePort }, callback) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const head = Buffer.concat(chunks).toString('latin1');
      const messageId = /^Message-ID:\s*(<[^>]*>)/im.exec(head)?.[1] ?? '';
      const unanswered = Math.random() < rates.dropped;
      for (const { address } of envelope.rcptTo)
        process.send!({ to: address, messageId, unanswered } satisfies Accepted);
      if (!unanswered) return callback();
      counts.dropped += 1;
      sockets.get(remotePort)?.destroy();
    });
  },
});
server.on('error', () => {}); // dropped connections
server.server.on('connection', (socket) => {
  counts.connections += 1;
  const port = socket.remotePort!;
  sockets.set(port, socket);
  socket.once('close', () => sockets.delete(port));
});
process.on('message', () => process.send!({ counts }));
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1');
await once(server.server, 'listening');
process.send!({ port: (server.server.address() as AddressInfo).port });
