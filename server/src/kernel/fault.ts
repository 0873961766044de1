/** A bug or a broken part; logged with its cause, never shown to clients. */
export class Fault extends Error {
  override readonly name = 'Fault';
}
