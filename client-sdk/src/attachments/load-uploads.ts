/** Fetches the code of uploads when the first one is made: a page with a chat does not wait for it. */
import { clientError } from '../errors/senim-error.ts';

/** Rejects with `network/unreachable`. */
export const loadUploads = async () => {
  try {
    return await import('./uploads.ts');
  } catch (cause) {
    throw clientError('network/unreachable', 'upload', cause);
  }
};
