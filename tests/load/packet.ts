import { inflateRawSync } from 'node:zlib';

/**
 * Bytes from which a packet is parsed once for all watchers of a process: a thousand pages parse it
 * on a thousand machines; here that would take the cores of the server under test.
 */
const LARGE = 2048;

/** Recent packets to keep, because watchers receive them at different times. */
const KEPT = 8;

interface Packet {
  text: string;
  /** The event's name and payload. */
  event: () => [string, unknown];
}

const kept: { data: Buffer; packet: Packet }[] = [];

export function parsePacket(data: Buffer): Packet {
  if (data.length < LARGE) return packetOf(data);
  const known = kept.find((each) => each.data.equals(data));
  if (known) return known.packet;
  const packet = packetOf(data);
  kept.unshift({ data, packet });
  kept.length = Math.min(kept.length, KEPT);
  return packet;
}

function packetOf(data: Buffer): Packet {
  const text = data.toString();
  let event: [string, unknown] | undefined;
  return { text, event: () => (event ??= unpacked(JSON.parse(text.slice(2)) as [string, unknown])) };
}

/** As the page does (live/verdict-messages.ts), but synchronously. */
function unpacked([name, payload]: [string, unknown]): [string, unknown] {
  if (name !== 'verdict:packed') return [name, payload];
  return ['verdict:changed', JSON.parse(inflateRawSync(Buffer.from(payload as string, 'base64')).toString())];
}
