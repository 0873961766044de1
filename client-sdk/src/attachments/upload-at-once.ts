/** A small file in one request, repeated under one key until it is answered. */
import { readAnswer } from '../http/http-client.ts';
import { exchange } from './exchange.ts';
import { formBody } from './form-body.ts';
import type { RunningUpload } from './running-upload.ts';

export const uploadAtOnce = async (upload: RunningUpload): Promise<unknown> => {
  const { parts, path, fields, file, fileName, key, signal, teller, patience } = upload;
  const { body, contentType } = formBody(fields, file, fileName);
  const headers = { 'content-type': contentType, 'idempotency-key': key };
  for (;;) {
    try {
      const sent = (bytes: number) => teller.sent(bytes);
      const answer = await exchange(parts, { method: 'POST', path, headers, body, signal, sent });
      return readAnswer(answer.status, answer.text, path);
    } catch (error) {
      teller.waiting();
      await patience.afterFailure(error);
    }
  }
};
