/** The framing on the pipes between server and worker: a length, a JSON head, and then as many bytes as it promises. */
import type { Readable } from 'node:stream';
import { Fault } from '#kernel/fault';

const LENGTH_BYTES = 4;
const MAX_HEAD_BYTES = 64 * 1024;

export const encodeHead = (head: object): Buffer => {
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json]);
};

/** Reads frames from a pipe, in the sizes asked for. */
export class FrameReader {
  readonly #parts: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(pipe: Readable) {
    this.#parts = pipe.iterator({ destroyOnReturn: false });
  }

  /** The next head; `undefined` at the end of the pipe. Throws a Fault when it is not one of ours. */
  async head(): Promise<unknown> {
    const length = await this.#exactly(LENGTH_BYTES, true);
    if (!length) return undefined;
    const bytes = length.readUInt32BE();
    if (bytes > MAX_HEAD_BYTES) throw new Fault('a frame has too long a head');
    return JSON.parse((await this.#exactly(bytes))?.toString() ?? '');
  }

  /** The bytes that follow a head; they have to be read to their end before the next head. */
  async *bytes(count: number): AsyncGenerator<Buffer, void, undefined> {
    for (let missing = count; missing > 0; ) {
      const part = this.#held.length > 0 ? this.#held : await this.#next();
      if (!part) throw new Fault('a frame was cut off');
      this.#held = part.subarray(missing);
      const piece = part.subarray(0, missing);
      missing -= piece.length;
      yield piece;
    }
  }

  async #exactly(count: number, endIsFine = false): Promise<Buffer | undefined> {
    while (this.#held.length < count) {
      const part = await this.#next();
      if (!part && endIsFine && this.#held.length === 0) return undefined;
      if (!part) throw new Fault('a frame was cut off');
      this.#held = this.#held.length === 0 ? part : Buffer.concat([this.#held, part]);
    }
    const bytes = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return bytes;
  }

  async #next(): Promise<Buffer | undefined> {
    const { done, value } = await this.#parts.next();
    return done ? undefined : value;
  }
}
