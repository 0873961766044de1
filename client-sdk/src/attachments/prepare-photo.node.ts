/** Outside of browsers photos leave as they are: the server takes out what has to go. */
import type { PreparePhoto } from './photo-preparation.ts';

export const preparePhoto: PreparePhoto = async () => undefined;
