/** Writes Socket.IO's packets as text: nothing that this server says holds bytes, so that no packet is searched for them first. */
import { Encoder, type Packet, PacketType } from 'socket.io-parser';

/** For events and acknowledgements `type[namespace,][id]json`, as Socket.IO's protocol 5 has it; the rest as ever. */
export class TextEncoder extends Encoder {
  override encode(packet: Packet): unknown[] {
    if (packet.type !== PacketType.EVENT && packet.type !== PacketType.ACK) return super.encode(packet);
    const namespace = packet.nsp === '/' ? '' : `${packet.nsp},`;
    return [`${packet.type}${namespace}${packet.id ?? ''}${JSON.stringify(packet.data)}`];
  }
}
