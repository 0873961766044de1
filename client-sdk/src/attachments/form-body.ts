/** A multipart form as one Blob: nothing is copied, and its length is known. Pure. */

/** As browsers write it: a quote or a line break cannot end the name. */
const quoted = (name: string): string => name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** @param fields in the order in which they are sent, all of them before the file. */
export const formBody = (
  fields: readonly (readonly [name: string, value: string])[],
  file: Blob,
  fileName: string,
): { readonly body: Blob; readonly contentType: string } => {
  const boundary = `----senim-${crypto.randomUUID()}`;
  const part = (name: string, rest: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${rest}`;
  const head = fields.map(([name, value]) => part(name, `\r\n\r\n${value}\r\n`));
  const type = file.type || 'application/octet-stream';
  head.push(part('file', `; filename="${quoted(fileName)}"\r\nContent-Type: ${type}\r\n\r\n`));
  return {
    body: new Blob([...head, file, `\r\n--${boundary}--\r\n`]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
};
