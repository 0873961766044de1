/** Packets as text: the same as Socket.IO's own encoder writes, for whatever holds no bytes. */
import { expect } from 'chai';
import { Encoder, type Packet, PacketType } from 'socket.io-parser';
import { TextEncoder } from '../../../../server/src/realtime/text-encoder.ts';

const packets: readonly Packet[] = [
  { type: PacketType.EVENT, nsp: '/', data: ['message:created', { message: { text: 'сәлем "\n\u2028' } }] },
  { type: PacketType.EVENT, nsp: '/elsewhere', data: ['typing:changed', { at: null, nothing: undefined }] },
  { type: PacketType.EVENT, nsp: '/', id: 0, data: ['asks'] },
  { type: PacketType.ACK, nsp: '/', id: 17, data: [{ ok: true, data: { messages: [] } }] },
  { type: PacketType.ACK, nsp: '/elsewhere', id: 1, data: [] },
  { type: PacketType.CONNECT, nsp: '/', data: { sid: 'x' } },
  { type: PacketType.CONNECT_ERROR, nsp: '/elsewhere', data: { message: 'refused' } },
  { type: PacketType.DISCONNECT, nsp: '/' },
];

describe('the text encoder', () => {
  for (const packet of packets) {
    const { type, nsp, id } = packet;
    it(`writes ${PacketType[type]} of ${nsp}${id === undefined ? '' : ` with id ${id}`} as Socket.IO does`, () => {
      expect(new TextEncoder().encode(packet)).to.deep.equal(new Encoder().encode(packet));
    });
  }
});
