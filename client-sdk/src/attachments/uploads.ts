/** All that an upload needs, loaded with the first one. */
export { upload } from './upload.ts';
export { whenAvailable } from './when-available.ts';
