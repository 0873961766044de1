/** That, through Socket.IO and whichever adapter joins the nodes. */
import type { Server } from 'socket.io';
import type { FanOut } from './fan-out.ts';
import { principalRoom } from './room-names.ts';

export const fanOutOverSockets = (io: Server): FanOut => ({
  publish: (event, payload, { rooms, except, isLocal }) => {
    let target = (isLocal ? io.local : io).to([...rooms]);
    if (except !== undefined) target = target.except(except);
    target.emit(event, payload);
  },
  join: (principalId, room, { isLocal } = {}) =>
    (isLocal ? io.local : io).in(principalRoom(principalId)).socketsJoin(room),
  leave: (principalId, room) => io.in(principalRoom(principalId)).socketsLeave(room),
});
