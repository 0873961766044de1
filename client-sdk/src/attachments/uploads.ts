/** All that an upload needs, loaded with the first one, and what of an attachment is asked for more rarely. */
export { uploadDocument } from '../vault/upload-document.ts';
export { makeLink } from './link.ts';
export { uploadAttachment } from './upload-attachment.ts';
export { whenAvailable } from './when-available.ts';
