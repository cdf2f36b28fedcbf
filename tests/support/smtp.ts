import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  /** Recipients of the envelope. */
  to: string[];
  raw: string;
}

export interface SmtpServer {
  url: string;
  /** Accepted mails, in order. */
  received: ReceivedMail[];
  /** Drops the connection of a session without a reply. */
  drop: (session: SMTPServerSession) => void;
  close: () => Promise<void>;
}

/** A mail server on 127.0.0.1 that records what it accepts. `faults` replaces its handlers. */
export async function smtpServer(faults: SMTPServerOptions = {}): Promise<SmtpServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        callback();
      });
    },
    ...faults,
  });
  // Some tests drop connections.
  server.on('error', () => {});
  const sockets = new Map<number, Socket>();
  server.server.on('connection', (socket) => {
    const port = socket.remotePort!;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    drop: ({ remotePort }) => sockets.get(remotePort)?.destroy(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Parses a mail as a mail program does. */
export async function parseMail(raw: string): Promise<Email> {
  return PostalMime.parse(raw);
}
