import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';

export interface EngineConnection {
  request: IncomingMessage;
  readyState: 'opening' | 'open' | 'closing' | 'closed';
  upgrading: boolean;
  writeBuffer: { data?: unknown }[];
  transport: Transport;
  on: (event: 'packet' | 'close' | 'upgrade', listener: () => void) => void;
  close: (discard: boolean) => void;
}

interface Transport {
  name: string;
  writable: boolean;
  res?: ServerResponse | null;
  closeTimeout?: number;
  prependListener: (event: 'ready', listener: () => void) => void;
  socket?: { bufferedAmount: number; terminate: () => void; _socket?: TcpSocket | null };
}

export function unreadBytes({ writeBuffer, transport }: EngineConnection): number {
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) if (typeof data === 'string') bytes += data.length;
  return bytes;
}

/** Ends a connection at once: a close frame would wait behind what the client hasn't read. */
export function terminate(connection: EngineConnection): void {
  connection.transport.socket?.terminate();
  connection.close(true);
}
